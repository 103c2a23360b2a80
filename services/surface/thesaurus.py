"""Words that people use, and the words of the tools for the same; in lower case."""

from __future__ import annotations

MEANINGS: dict[str, tuple[str, ...]] = {
    said: tuple(meant.split())
    for words, meant in (
        # doing
        ("add insert make new", "create"),
        ("assign change close edit modify move postpone rename set", "update"),
        ("down", "create"),
        ("archive deactivate follower subscribe translate translation", "update"),
        ("erase remove", "delete"),
        ("back restore revert rollback", "undo"),
        ("find lookup show", "search"),
        ("button cancel copy duplicate press run", "execute"),
        ("check verify", "validate"),
        ("decline deny reject", "refuse"),
        ("vote", "approve"),
        ("decide decided", "decision decide"),
        ("download", "export"),
        ("csv excel spreadsheet xlsx", "export import"),
        ("list load migrate upload", "import"),
        ("begin boot launch reboot restart", "start service"),
        ("pdf print", "report render"),
        # asking
        ("many number", "count"),
        ("average month much quarter statistics sum total week", "aggregate analysis"),
        ("best bestselling bestseller headcount top worst", "aggregate group"),
        ("cannot denied forbidden why", "explain"),
        ("allowed permission permissions may", "rights explain"),
        ("where stand", "status"),
        ("history", "log"),
        ("error errors exception log logs traceback", "log service"),
        # business
        ("buy order procure supplier", "purchase vendor"),
        ("offer proposal quote sale sales sell", "quotation"),
        ("client", "customer"),
        ("assemble build produce production", "manufacturing"),
        ("dispatch ship shipped shipment send", "deliver"),
        ("arrive arrived incoming", "receive"),
        ("debt debtor outstanding", "overdue pay aged"),
        ("unpaid", "overdue aged"),
        ("paid", "pay overdue owe"),
        ("income revenue turnover", "profit"),
        ("spend spending spent", "expense"),
        ("cost costs", "expense profit"),
        ("earnings", "profit payslip"),
        ("bookings entries entry", "journal"),
        ("bill bills", "invoice"),
        ("absence absent holiday holidays leave pto sick vacation", "off"),
        ("pay salary wage wages", "payslip"),
        ("colleague coworker staff", "employee"),
        ("remind reminder todo", "schedule activity reminder"),
        ("subtask subtasks todo todos work", "task"),
        ("comment chatter email mail notify wrote", "message"),
        ("contact partner", "record"),
        ("doc documentation guide handbook manual page procedure wiki", "article"),
        ("attach document file scan", "upload attachment"),
        ("documentation handbook howto policy wiki", "article"),
    )
    for said in words.split()
}
