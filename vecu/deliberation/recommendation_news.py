"""What recommendations and suppliers' cards add to the pages of their group."""

from vecu.deliberation.groups.holdings import GroupHoldings, register_group_holdings
from vecu.deliberation.presenters.group_holdings import describe_holdings, offer_recommendation
from vecu.deliberation.recommendations.positions import erase_reasons, hide_positions

register_group_holdings(
    GroupHoldings(describe_holdings, offer_recommendation, hide_positions, erase_reasons)
)
