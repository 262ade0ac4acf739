"""What is true of tiers whatever the programme says of them."""

BASE_TIER = "Member"  # what everyone is who has reached no tier
