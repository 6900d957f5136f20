"""What recommendations and suppliers' cards add to the pages of their group."""

from vecu.groups.holdings import GroupHoldings, register_group_holdings
from vecu.recommendations.positions import erase_reasons, hide_positions
from vecu.recommendations.presenters.group_holdings import describe_holdings, offer_recommendation

register_group_holdings(
    GroupHoldings(describe_holdings, offer_recommendation, hide_positions, erase_reasons)
)
