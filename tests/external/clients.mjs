// Connect, list, call and be refused, with the TypeScript client named on the command
// line: "client" is @modelcontextprotocol/client, "sdk" is @modelcontextprotocol/sdk 1.x.
import process from "node:process";

const load = {
  client: () => import("@modelcontextprotocol/client"),
  sdk: async () => ({
    ...(await import("@modelcontextprotocol/sdk/client/index.js")),
    ...(await import("@modelcontextprotocol/sdk/client/streamableHttp.js")),
  }),
};
const { Client, StreamableHTTPClientTransport } = await load[process.argv[2]]();

const headers = { Authorization: `Bearer ${process.env.KEY}` };
const url = new URL(`${process.env.URL}?toolsets=conformance,developer`);
const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
const client = new Client({ name: "odoo-mcp-test", version: "1.0.0" });

const checks = {
  "connects": () => client.connect(transport),
  "lists tools": async () => {
    const { tools } = await client.listTools();
    expect(tools.some((tool) => tool.name === "query_database"), "no query_database");
  },
  "calls a tool": async () => {
    const answer = await client.callTool({ name: "test_simple_text", arguments: {} });
    expect(!answer.isError && answer.content.length, JSON.stringify(answer));
  },
  // the client knows the output schema by now and validates refusals against it
  "is refused as data, not by an exception": async () => {
    const refused = { query: "DELETE FROM res_users" };
    const answer = await client.callTool({ name: "query_database", arguments: refused });
    expect(answer.isError, JSON.stringify(answer));
  },
  "closes": () => client.close(),
};

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

let failed = 0;
for (const [title, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    failed += 1;
    console.log(`TypeScript ${process.argv[2]} ${title}: FAILED: ${error.stack}`);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
