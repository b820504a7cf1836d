"""mail: the outbox and its attempts

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('lang', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('about', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('once', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'sending', 'sent', 'failed', 'uncertain', 'stopped', name='mailstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('queued_at', awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('queued_by_id', sa.Uuid(), nullable=True),
    sa.Column('due_at', awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('ended_at', awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('again_of_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['again_of_id'], ['mail.id'], name=op.f('fk_mail_again_of_id_mail')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('once', name=op.f('uq_mail_once'))
    )
    with op.batch_alter_table('mail') as table:
        table.create_index(op.f('ix_mail_about'), ['about'], unique=False)
        table.create_index(op.f('ix_mail_address'), ['address'], unique=False)
        table.create_index(op.f('ix_mail_again_of_id'), ['again_of_id'], unique=False)
        table.create_index(op.f('ix_mail_kind'), ['kind'], unique=False)
        table.create_index(op.f('ix_mail_person_id'), ['person_id'], unique=False)
        table.create_index('ix_mail_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('mail_attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('mail_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('began_at', awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['mail_id'], ['mail.id'], name=op.f('fk_mail_attempt_mail_id_mail')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_attempt')),
    sa.UniqueConstraint('mail_id', 'number', name=op.f('uq_mail_attempt_mail_id_number'))
    )


def downgrade() -> None:
    op.drop_table("mail_attempt")
    op.drop_table("mail")
