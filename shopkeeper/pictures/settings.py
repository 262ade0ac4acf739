"""The parts of the settings."""

from collections.abc import Callable

from shopkeeper.gui.pages.settings import SettingsPage
from shopkeeper.pictures.stage import Stage, rest, shot


def _of_settings(part: int) -> Callable[[Stage], None]:
    def prepare(stage: Stage) -> None:
        page = stage.go("settings")
        assert isinstance(page, SettingsPage)
        page.show_part(part)
        rest(200)

    return prepare


for _part, _name in enumerate(
    ("shop", "people", "closed", "look", "receipts", "backups", "privacy", "lock", "demo", "keys")
):
    shot(f"settings-{_name}")(_of_settings(_part))
