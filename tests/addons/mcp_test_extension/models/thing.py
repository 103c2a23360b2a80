"""Records of every kind of field, some of which cannot be read."""

from odoo import fields, models


class Thing(models.Model):
    _name = "mcp.test.thing"
    _description = "MCP test: thing"
    _order = "name"

    name = fields.Char()
    active = fields.Boolean(default=True)
    number = fields.Integer()
    weight = fields.Float(digits=(16, 2))
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency")
    day = fields.Date()
    moment = fields.Datetime()
    kind = fields.Selection([("a", "Apple"), ("b", "Pear")])
    note = fields.Text()
    body = fields.Html()
    done = fields.Boolean()
    file = fields.Binary()
    raw = fields.Binary(attachment=False)
    partner_id = fields.Many2one("res.partner")
    partner_ids = fields.Many2many("res.partner", string="Partners")
    company_id = fields.Many2one("res.company")
    server_ids = fields.Many2many("ir.mail_server")
    parent_id = fields.Many2one("mcp.test.thing")
    child_ids = fields.One2many("mcp.test.thing", "parent_id")
    subject = fields.Reference([("res.partner", "Contact"), ("res.users", "User")])
    plan = fields.Char(groups="base.group_system")
    features_definition = fields.PropertiesDefinition()
    features = fields.Properties(definition="parent_id.features_definition")
    raises = fields.Char(compute="_compute_raises")
    raises_on_odd = fields.Char(compute="_compute_raises_on_odd")
    breaks_sql = fields.Integer(compute="_compute_breaks_sql")
    writes = fields.Integer(compute="_compute_writes")
    odd = fields.Char(compute="_compute_odd", search="_search_odd")

    def _compute_raises(self):
        raise ZeroDivisionError("as a careless addon does")

    def _compute_raises_on_odd(self):
        for thing in self:
            if thing.number % 2:
                raise KeyError(thing.number)
            thing.raises_on_odd = "even"

    def _compute_breaks_sql(self):
        self.env.cr.execute("SELECT 1 / 0")

    def _compute_odd(self):
        self.odd = "odd"

    def _search_odd(self, operator, value):
        if operator not in ("=", "in"):
            raise NotImplementedError("only =")
        return [("number", operator, 1)]

    def _compute_writes(self):
        self.env.cr.execute("UPDATE mcp_test_thing SET number = 0")
        self.writes = 1


class Nameless(models.Model):
    _name = "mcp.test.nameless"
    _description = "MCP test: without a name"

    number = fields.Integer()


class Unsearchable(models.Model):
    _name = "mcp.test.unsearchable"
    _description = "MCP test: its name cannot be searched"
    _rec_name = "label"

    label = fields.Char(compute="_compute_label")

    def _compute_label(self):
        self.label = "x"
