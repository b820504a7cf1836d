"""The judge's pages."""

from litestar import Router

from judging.scorecards.list_pages import comparison_page, list_page
from judging.scorecards.lodgement_pages import lodge, lodgement_page
from judging.scorecards.pledge_pages import pledge_page, sign
from judging.scorecards.preview_pages import preview
from judging.scorecards.rubric_preview import rubric_preview
from judging.scorecards.save_pages import save
from judging.scorecards.scoring_pages import scoring_page
from judging.scorecards.sheet_pages import sheet_page

router = Router(
    "/",
    route_handlers=[
        list_page,
        comparison_page,
        sheet_page,
        save,
        lodgement_page,
        lodge,
        preview,
        rubric_preview,
        scoring_page,
        pledge_page,
        sign,
    ],
)
