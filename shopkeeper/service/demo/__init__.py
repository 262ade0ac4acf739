"""A shop to look around in: made up from a seed, the same on every computer."""

from shopkeeper.service.demo.shop import demo_shop
from shopkeeper.service.demo.values import (
    DemoAddress,
    DemoFace,
    DemoGift,
    DemoLine,
    DemoMember,
    DemoPurchase,
    DemoRemark,
    DemoReturn,
    DemoServer,
    DemoShop,
)

__all__ = [
    "DemoAddress",
    "DemoFace",
    "DemoGift",
    "DemoLine",
    "DemoMember",
    "DemoPurchase",
    "DemoRemark",
    "DemoReturn",
    "DemoServer",
    "DemoShop",
    "demo_shop",
]
