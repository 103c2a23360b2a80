"""The tools on every model of a database: no error, no answer too large."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..services.log import logger
from ..services.orm import paths
from ..services.orm.groups import grouping, measures
from .creating import minimal
from .things import size

_logger = logger(__name__)

BUDGET = 60 * 1024
# bytes of both halves at most
MOST = {
    "search_records": 12_000,
    "count_records": 500,
    "compact": 20_000,
}
VIEWS = ("form",)
# grows with every call
GROWS = ("mcp.audit.log",)


class EveryModel:
    """Calls the reading tools on every model that a user may read."""

    # Odoo takes the tests of a class from its own body alone otherwise
    allow_inherited_tests_method = True
    mcp_groups = "odoo_mcp.group_observer"
    details = ("compact", "fields", "template", "groups", "actions")
    # kinds of fields by which the records of a model are grouped
    most_groups = 20

    def setUp(self):
        super().setUp()
        for name in ("rate_reads", "rate_queries", "rate_writes"):
            self.env["ir.config_parameter"].set_param(f"mcp.{name}", "1000000")
        self.largest: dict[str, tuple[int, str]] = {}
        self.met: Counter[str] = Counter()

    def test_an_administrator_reads_every_model(self):
        self.reads_all(self.administrator())

    def test_creating_in_every_model_is_previewed(self):
        self.on_each_model(self.administrator(), self.previews)
        self.assertGreater(self.met["shown"], 10)

    def administrator(self):
        """What the first administrator of a database has: the highest of all groups."""
        admin = self.env.ref("base.user_admin")
        for name in ("group_administrator", "group_developer"):
            self.env.ref(f"odoo_mcp.{name}").write(
                {self.users_field(): [(4, admin.id)]}
            )
        self._mcp_caller = admin
        return admin

    def users_field(self):
        groups = self.env["res.groups"]
        return "user_ids" if "user_ids" in groups._fields else "users"

    def reads_all(self, user):
        self.on_each_model(user, self.reads)
        self.assertGreater(self.met["readable"], 10)

    def on_each_model(self, user, act: Callable[[models.BaseModel], None]):
        env = self.env(user=user.id)
        for name, model in sorted(env.registry.models.items()):
            if not model._abstract and not model._transient:
                with self.subTest(model=name, user=user.login):
                    act(env[name])
        found = [
            f"{kind} {size} ({name})" for kind, (size, name) in self.largest.items()
        ]
        _logger.info("%s; bytes: %s", dict(self.met), ", ".join(found))

    def refuses(self, name):
        for tool in ("describe_model", "search_records", "aggregate_records"):
            outcome = self.call(tool, model=name)
            self.assertTrue(outcome.is_error)
            self.assertNotIn("reference", outcome.structured or {}, outcome.text)

    def reads(self, records: models.BaseModel):
        if not records.has_access("read"):
            self.met["refused"] += 1
            self.refuses(records._name)
            return
        self.met["readable"] += 1
        self.describes(records)
        if not self.odoo_searches(records):
            return
        page = self.holds("search_records", records, limit=10)
        ids = [row["id"] for row in page["records"]]
        self.assertEqual(page["count"], len(ids))
        counted = self.holds("count_records", records)["count"]
        if records._name not in GROWS:
            self.assertEqual(counted, records.search_count([]))
            self.assertEqual(counted, page["total"])
        if ids:
            self.gets(records, ids)
        self.aggregates(records, counted)

    def previews(self, records: models.BaseModel):
        """A record made to be looked at: it is shown, or refused in words."""
        arguments, before = {"values": minimal(records)}, self.rows(records)
        outcome = self.outcome("create_records", records, arguments, dry_run=True)
        self.env.invalidate_all()
        self.assertEqual(self.rows(records), before)
        data = outcome.structured or {}
        self.assertNotIn("reference", data, f"{arguments}: {outcome.text}")
        self.assertTrue(outcome.is_error or data["dry_run"])
        self.met["refused" if outcome.is_error else "shown"] += 1

    def rows(self, records: models.BaseModel) -> int:
        """How many are stored, whoever may see them."""
        if not records._auto or records._name in GROWS:
            return 0
        self.env.cr.execute(
            SQL("SELECT count(*) FROM %s", SQL.identifier(records._table))
        )
        return self.env.cr.fetchone()[0]

    def gets(self, records: models.BaseModel, ids: list[int]):
        every = paths.readable(records)
        for asked in (
            {"record_id": ids[0]},
            {"record_ids": ids[:3], "fields": every},
        ):
            outcome = self.outcome("get_record", records, asked)
            if outcome.is_error and not records._auto:
                # a report whose SQL lacks one of its fields
                self.assertRefused(outcome, "column")
                self.assertNotIn("reference", outcome.structured or {})
                continue
            self.assertFalse(outcome.is_error, f"{asked}: {outcome.text}")
            self.assertEqual(outcome.structured["records"][0]["id"], ids[0])

    def describes(self, records: models.BaseModel):
        for detail in self.details:
            self.holds("describe_model", records, detail=detail)
        for view in VIEWS:
            self.holds("describe_model", records, view=view)

    def aggregates(self, records: models.BaseModel, counted: int):
        asked = list(self.some_measures(records))
        totals = self.aggregated(records, aggregates=asked)
        if totals is None:
            return
        if records._name not in GROWS:
            self.assertEqual(totals["totals"]["__count"], counted)
        for spec in islice(self.some_groups(records), self.most_groups):
            answer = self.aggregated(records, group_by=[spec], limit=5)
            groups = (answer or {}).get("groups", [])
            if records._name in GROWS:
                continue
            for group in [*groups[:1], *groups[-1:]]:
                domain = group["__domain"]
                found = self.holds("count_records", records, domain=domain)
                self.assertEqual(found["count"], group["__count"], group)

    def some_groups(self, records: models.BaseModel) -> Iterator[str]:
        """A field of each type that records can be grouped by."""
        seen: set[str] = set()
        for name in paths.readable(records):
            field = records._fields[name]
            if field.store and field.related and field.search:
                # Odoo 19 gives server actions one that it stores but does not search
                continue
            try:
                kind = grouping.parse(records, name).kind
            except (ValueError, UserError):
                continue
            if kind not in seen:
                seen.add(kind)
                yield name

    def some_measures(self, records: models.BaseModel) -> Iterator[str]:
        for name in paths.readable(records):
            try:
                yield measures.parse(records, name).spec
            except (ValueError, UserError):
                continue

    def aggregated(self, records: models.BaseModel, **arguments):
        """The answer, or None where Odoo's own grouping refuses the model."""
        outcome = self.outcome("aggregate_records", records, arguments)
        if not outcome.is_error:
            return outcome.structured
        self.assertNotIn("reference", outcome.structured or {}, outcome.text)
        groups = arguments.get("group_by", ())
        measured = arguments.get("aggregates", ["__count"])
        try:
            records._read_group([], groups, measured)
        except (UserError, ValueError):
            return None
        self.fail(f"{arguments}: {outcome.text}")

    def odoo_searches(self, records: models.BaseModel) -> bool:
        """Whether Odoo itself finds records of the model."""
        try:
            records.search([], limit=1)
        except (UserError, ValueError, NotImplementedError):
            outcome = self.outcome("search_records", records, {})
            self.assertRefused(outcome)
            self.assertNotIn("reference", outcome.structured or {})
            return False
        return True

    def holds(self, tool, records: models.BaseModel, **arguments):
        outcome = self.outcome(tool, records, arguments)
        self.assertFalse(outcome.is_error, f"{tool} {arguments}: {outcome.text}")
        return outcome.structured

    @mute_logger("odoo.sql_db")
    def outcome(self, tool, records: models.BaseModel, arguments, **control):
        arguments = {"model": records._name, **arguments}
        outcome = self.answer(self.make_call(tool, arguments, **control))
        took, kind = size(outcome), arguments.get("detail", tool)
        if took > self.largest.get(kind, (0, ""))[0]:
            self.largest[kind] = took, records._name
        most = MOST.get(kind, BUDGET)
        self.assertLessEqual(took, most, f"{tool} {arguments}")
        self.assertNotIn("… cut: the answer is over", outcome.text)
        return outcome
