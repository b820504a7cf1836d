"""The same models written down with whole matrices: slow, plain, and of another making than what they check."""

import numpy as np


def incidence(design):
    """Ze (n, I), Zj (n, J), X (n, C) and y (n,) of a design."""
    n = design.sheets
    entries, judges = np.zeros((n, len(design.entries))), np.zeros((n, len(design.judges)))
    means = np.zeros((n, len(design.categories)))
    entries[range(n), design.entry] = 1
    judges[range(n), design.judge] = 1
    means[range(n), design.category[design.entry]] = 1
    return entries, judges, means, design.totals


def fitted(fixed, random_parts, y):
    """−2 log restricted likelihood, σ², fixed effects with their covariance, and the projection P, of y = fixed + noise
    with `random_parts` = [(Z, γ), …].
    """
    n, p = fixed.shape
    inverse = np.linalg.inv(np.eye(n) + sum(ratio * z @ z.T for z, ratio in random_parts))
    information = fixed.T @ inverse @ fixed
    covariance = np.linalg.inv(information)
    projection = inverse - inverse @ fixed @ covariance @ fixed.T @ inverse
    rss = y @ projection @ y
    free = n - p
    deviance = (
        -np.linalg.slogdet(inverse)[1]
        + np.linalg.slogdet(information)[1]
        + free * (1 + np.log(2 * np.pi * rss / free))
    )
    return deviance, rss / free, covariance @ fixed.T @ inverse @ y, rss / free * covariance, projection
