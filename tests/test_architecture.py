"""The shape of the code: who imports whom, and what a tool must not do."""

import ast
import json
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..services.catalog import TOOLSETS
from .common import McpCase

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("controllers", "services", "tools", "models")
# a smaller package is read at a glance
MAPPED_FROM = 6
MOST_MODULES = 30
SURFACE = Path(__file__).with_name("snapshots")
FORBIDDEN_IN_TOOLS = re.compile(
    r"\bopen\(|\.savepoint\(|\b_intend\(|\b_conclude\(|\b_note\(|has_group\(|"
    r"\.commit\(|\.rollback\(|check_access|own_cursor|subprocess|os\.system|"
    r"require_permission|\bcommands\.run\("
)
# a function of the file, or of a module
NAMED_IN_GRAPH = re.compile(r"(?<![\w.{])(?:_[a-z]\w+|[a-z_]+\.\w+)")
CAUGHT_BY_HALF = re.compile(
    r"(?:except |suppress\(|isinstance\(|= \()[^:\n]*\b(?:UserError|RedirectWarning)\b"
)


def sources(*folders):
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imports(path):
    """Modules of ours that a file imports at its top, as dotted names."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level]
            module = [*base, *(node.module.split(".") if node.module else [])]
            yield ".".join(module)
            for alias in node.names:
                yield ".".join([*module, alias.name])


def parts_of(package):
    """The modules and packages right inside a package; packages end with a slash."""
    modules = [path.stem for path in package.glob("[!_]*.py")]
    return modules + [f"{path.parent.name}/" for path in package.glob("*/__init__.py")]


def is_there(name, path):
    """Whether a call graph in ``path`` names a function that exists.

    One of the file, or package, itself: ``_name``; or of a module: ``module.name``. Of
    others, such as models of Odoo, nothing is said.
    """
    module, _dot, function = name.rpartition(".")
    found = [p for p in sources(*LAYERS) if p.stem == module]
    if not module:
        found = path.parent.glob("*.py") if path.stem == "__init__" else [path]
    texts = [other.read_text() for other in found]
    defined = rf"(?m)^\s*(?:def|class) {function}\b|^from .* import .*\b{function}\b"
    return not texts or function == "py" or any(re.search(defined, t) for t in texts)


def lines_of_body(function):
    """Without the head and the docstring: both say what it is, not how it is done."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


@tagged("post_install", "-at_install")
class TestArchitecture(BaseCase):
    def test_services_import_neither_controllers_nor_tools_nor_models(self):
        for path in sources("services"):
            for name in imports(path):
                self.assertNotIn(name.split(".")[0], ("controllers", "tools", "models"))

    def test_controllers_import_no_tools_and_tools_no_controllers(self):
        for path in sources("controllers"):
            self.assertFalse([n for n in imports(path) if n.startswith("tools")])
        for path in sources("tools"):
            self.assertFalse([n for n in imports(path) if n.startswith("controllers")])

    def test_the_vocabulary_imports_nothing_of_ours(self):
        names = (
            "declarations errors callers/principal answers/render concurrency refusals"
        )
        for name in names.split():
            path = ROOT / "services" / f"{name}.py"
            self.assertEqual(list(imports(path)), [], name)

    def test_what_dev_docs_reads_needs_no_odoo(self):
        for name in ("connecting/clients", "connecting/client_steps", "route"):
            text = (ROOT / "services" / f"{name}.py").read_text()
            self.assertNotRegex(text, r"(?m)^(from|import) odoo", name)

    def test_there_is_no_import_cycle(self):
        graph = {}
        for path in sources(*LAYERS):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if path.name != "__init__.py":
                graph[name] = set(imports(path))
        visiting, done = [], set()

        def visit(name):
            if name in done or name not in graph:
                return
            self.assertNotIn(name, visiting, f"cycle: {[*visiting, name]}")
            visiting.append(name)
            for target in graph[name]:
                visit(target)
            visiting.pop()
            done.add(name)

        for name in graph:
            visit(name)

    def test_no_tool_body_holds_guard_code_or_opens_files(self):
        for path in sources("tools"):
            found = FORBIDDEN_IN_TOOLS.findall(path.read_text())
            self.assertEqual(found, [], path.name)

    def test_who_catches_what_odoo_refuses_catches_all_of_it(self):
        for path in sources("controllers", "services", "tools"):
            if path.stem != "refusals":
                found = CAUGHT_BY_HALF.findall(path.read_text())
                self.assertEqual(found, [], path.name)

    def test_moments_are_told_in_the_callers_time_zone_everywhere(self):
        for path in sources("tools", "services", "models"):
            found = re.findall(r"isoformat\(\).*Z[\"'}]", path.read_text())
            self.assertEqual(found, [], path.name)

    def test_the_version_of_odoo_is_asked_for_in_compat_alone(self):
        for path in sources(*LAYERS):
            if "compat" not in path.parts:
                self.assertNotIn("version_info", path.read_text(), path.name)

    def test_a_package_of_services_says_where_each_of_its_modules_stands(self):
        for init in (ROOT / "services").rglob("__init__.py"):
            parts = parts_of(init.parent)
            text = ast.get_docstring(ast.parse(init.read_text())) or ""
            for part in parts if len(parts) >= MAPPED_FROM else ():
                with self.subTest(init.parent.name, part=part):
                    self.assertRegex(text, rf"(?<![\w/]){part}(?!\w)")

    def test_what_a_call_graph_names_is_there(self):
        for path in sources(*LAYERS):
            graph = ast.get_docstring(ast.parse(path.read_text())) or ""
            for name in NAMED_IN_GRAPH.findall(graph) if "─ " in graph else ():
                with self.subTest(path.name, name=name):
                    self.assertTrue(is_there(name, path))

    def test_no_package_of_services_has_more_modules_than_a_map_can_hold(self):
        for init in (ROOT / "services").rglob("__init__.py"):
            with self.subTest(init.parent.name):
                modules = list(init.parent.glob("[!_]*.py"))
                self.assertLessEqual(len(modules), MOST_MODULES)

    def test_no_file_is_over_400_lines(self):
        for path in sources(*LAYERS, "dev", "tests"):
            self.assertLessEqual(path.read_text().count("\n"), 400, path.name)

    def test_what_a_service_offers_says_what_it_is(self):
        for path in sources("services"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
                    where = f"{path.name}: {node.name}"
                    self.assertTrue(ast.get_docstring(node), where)

    def test_no_function_is_longer_than_a_reader_keeps_in_mind(self):
        for path in sources(*LAYERS, "dev"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    where = f"{path.name}: {node.name}"
                    self.assertLessEqual(lines_of_body(node), 25, where)

    def test_no_module_of_tests_hides_another_of_its_name(self):
        # Odoo runs what the package binds: of two of one name the later alone
        text = (ROOT / "tests" / "__init__.py").read_text()
        names = re.findall(r"import (test_\w+)", text)
        self.assertGreater(len(names), 100)
        self.assertEqual(sorted(set(names)), sorted(names))

    def test_no_two_classes_of_tests_have_one_name(self):
        # "dev/test TestUndo" would run both
        found = [
            name
            for path in sources("tests")
            for name in re.findall(r"^class (Test\w+)", path.read_text(), re.M)
        ]
        self.assertGreater(len(found), 100)
        self.assertEqual(sorted(set(found)), sorted(found))

    def test_the_sdk_is_imported_by_the_protocol_alone(self):
        for path in sources(*LAYERS):
            text = path.read_text()
            if "protocol" not in path.parts:
                found = re.findall(r"^(?:from|import) mcp(?:_types)?[. ]", text, re.M)
                self.assertEqual(found, [], path.name)


@tagged("post_install", "-at_install")
class TestSurface(McpCase):
    """A changed surface is a reviewed diff: one sorted JSON a tool."""

    def described(self, declaration):
        return {
            "name": declaration.name,
            "kind": declaration.kind,
            "toolset": declaration.toolset,
            "description": declaration.description,
            "effects": [effect.name for effect in declaration.effects],
            "hints": declaration.hints,
            "uri": declaration.mark.uri,
            "input": declaration.input_schema if declaration.kind == "tool" else None,
            "output": declaration.output_schema,
        }

    def test_the_surface_is_that_of_the_snapshots(self):
        current = {}
        for declaration in self.env["mcp.catalog"]._declarations().values():
            if declaration.toolset in TOOLSETS:
                name = f"{declaration.kind}.{declaration.name}.json"
                text = json.dumps(self.described(declaration), indent=2, sort_keys=True)
                current[name] = text + "\n"
        kept = {path.name: path.read_text() for path in SURFACE.glob("*.json")}
        self.assertEqual(sorted(kept), sorted(current))
        for name, text in current.items():
            self.assertEqual(text, kept[name], name)
