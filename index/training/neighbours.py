"""Which passages are much alike: the wrong answers that teach most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def alike(passages: Sequence[NDArray[np.int64]], number: int) -> NDArray[np.int64]:
    """Int64 [n, number]: the nearest others of every passage, by the rare tokens they share."""
    from scipy.sparse import csr_matrix

    rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
    columns = np.concatenate(passages)
    counted = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)))
    rarity = np.log(len(passages) / np.maximum(np.asarray((counted > 0).sum(axis=0)).ravel(), 1))
    weighed = csr_matrix(counted.sqrt().multiply(rarity))
    weighed = csr_matrix(weighed.multiply(1 / np.sqrt(weighed.multiply(weighed).sum(axis=1) + 1e-9)))
    near = (weighed @ weighed.T).toarray()
    np.fill_diagonal(near, -1)
    return np.argsort(-near, axis=1, kind="stable")[:, :number]
