"""Accounts, answers, erasures, copies, restores, upgrades and kills in any order: who is erased stays erased, what was kept stays kept."""

import copy
import shutil
import tempfile
from pathlib import Path

import pytest
from canaries import CanarySite, Known, command
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)
from hypothesis.strategies import booleans
from served_site import ServedSite


class ErasedIsErased(RuleBasedStateMachine):
    """`living` is what the site must hold; `gone` what no file of it may hold."""

    people = Bundle("people")
    make_site = CanarySite

    @initialize(target=people)
    def open_site(self) -> MultipleResults[str]:
        """Two people who did everything that can be done, and a copy that holds them."""
        self.folder = Path(tempfile.mkdtemp(prefix="erased-"))
        self.site = self.make_site(self.folder / "data")
        self.living: dict[str, Known] = {}
        self.gone: dict[str, Known] = {}
        self.copies: list[tuple[Path, dict[str, Known]]] = []
        names = [self.open_account(), self.open_account()]
        for name in names:
            self.learn(name)
            self.play(name)
        self.back_up()
        return multiple(*names)

    @rule(target=people)
    def come(self) -> str:
        return self.open_account()

    def open_account(self) -> str:
        account = self.site.open_account()
        self.living[account.name] = account
        return account.name

    @rule(name=people)
    def answer_and_send(self, name: str) -> None:
        self.learn(name)

    @rule(name=people)
    def begin_a_week(self, name: str) -> None:
        self.play(name)

    def learn(self, name: str) -> None:
        if known := self.living.get(name):
            self.site.answer(known)
            self.site.send(known)

    def play(self, name: str) -> None:
        if known := self.living.get(name):
            self.site.play(known)

    @rule(name=consumes(people))
    def erase_on_the_page(self, name: str) -> None:
        if known := self.living.pop(name, None):
            assert self.site.erase_on_the_page(known), "nobody reads meanwhile, so the page says that she is erased"
            self.gone[name] = known

    @rule(name=consumes(people))
    def erase_by_command(self, name: str) -> None:
        if known := self.living.pop(name, None):
            said = command(self.site.data, "user", "erase", name, "--yes")
            assert "is erased" in said.stdout or self.site.becomes_erased(), said.output
            self.gone[name] = known

    @rule()
    def copy_again(self) -> None:
        self.back_up()

    def back_up(self) -> None:
        file = self.folder / f"copy-{len(self.copies)}.sqlite"
        said = command(self.site.data, "backup", str(file))
        assert said.exit_code == 0, said.output
        self.copies.append((file, copy.deepcopy(self.living)))

    @precondition(lambda self: self.copies)
    @rule(newest=booleans())
    def restore(self, newest: bool) -> None:
        file, held = self.copies[-1 if newest else 0]
        held = {name: known for name, known in held.items() if name not in self.gone}
        newer = {row for known in self.living.values() for row in known.rows} - {row for known in held.values() for row in known.rows}
        self.site.close()
        if newer:
            refused = command(self.site.data, "restore", str(file))
            assert refused.exit_code == 2, "what is newer than the copy is said before it goes"
            assert "goes: " in refused.stderr
        said = command(self.site.data, "restore", str(file), *(["--yes"] if newer else []))
        assert said.exit_code == 0, said.output
        self.living = copy.deepcopy(held)

    @rule()
    def upgrade(self) -> None:
        self.site.close()
        assert command(self.site.data, "db", "upgrade").exit_code == 0

    @rule()
    def kill(self) -> None:
        self.site.kill()

    @rule()
    def reclaim(self) -> None:
        said = command(self.site.data, "lrs", "reclaim")
        assert said.exit_code == 0, said.output

    @invariant()
    def nobody_erased_is_anywhere(self) -> None:
        assert {name: where for name, known in self.gone.items() if (where := self.site.where_is(known))} == {}

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        assert {name: rows for name, known in self.living.items() if (rows := self.site.lost(known))} == {}
        assert self.site.names() == set(self.living)

    def teardown(self) -> None:
        if hasattr(self, "site"):
            self.site.close()
            shutil.rmtree(self.folder)


TestErasedIsErased = ErasedIsErased.TestCase
TestErasedIsErased.settings = settings(
    max_examples=4,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


class ServedErasedIsErased(ErasedIsErased):
    """The same with the site served in its own processes and killed by SIGKILL."""

    make_site = ServedSite


TestServedErasedIsErased = pytest.mark.slow(ServedErasedIsErased.TestCase)
TestServedErasedIsErased.settings = settings(
    TestErasedIsErased.settings, max_examples=4, stateful_step_count=14, phases=(Phase.generate,), report_multiple_bugs=False
)
