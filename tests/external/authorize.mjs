// Adds the bearer key to whatever the conformance suite sends: it has no option for it.
import http from "node:http";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";

const bearer = `Bearer ${process.env.KEY}`;

const authorize = (dispatch) => (options, handler) => {
  const headers = options.headers ?? {};
  const added = Array.isArray(headers)
    ? [...headers, "authorization", bearer]
    : typeof headers[Symbol.iterator] === "function"
      ? [...headers, ["authorization", bearer]]
      : { ...headers, authorization: bearer };
  return dispatch({ ...options, headers: added }, handler);
};
setGlobalDispatcher(getGlobalDispatcher().compose(authorize));

const fetchOf = globalThis.fetch;
globalThis.fetch = (input, init = {}) => {
  const given = init.headers ?? (input instanceof Request ? input.headers : {});
  const headers = new Headers(given);
  headers.set("authorization", bearer);
  return fetchOf(input, { ...init, headers });
};

const requestOf = http.request;
http.request = function (...args) {
  const options = args.find((a) => a && a.constructor === Object);
  if (options) options.headers = { ...options.headers, authorization: bearer };
  return requestOf.apply(this, args);
};
