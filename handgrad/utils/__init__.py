"""torch.utils: data."""

from handgrad.utils import data as data
