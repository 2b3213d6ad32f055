// scimmy's SCIM server over maps in memory. The library does the protocol; only storage is ours.
// Options: --port N --token T --delay-ms N --state FILE --until-stdin-ends (so that it does not outlive its parent).
// Prints "ready <base url>" when it listens on loopback.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    token: { type: "string", default: "secret" },
    "delay-ms": { type: "string", default: "0" },
    state: { type: "string" },
    "until-stdin-ends": { type: "boolean", default: false },
  },
});

const copy = (resource) => JSON.parse(JSON.stringify(resource));

/** Resources of one type in the order of their creation, with indexes for the look-ups that provisioning uses. */
class Shelf {
  constructor(uniqueAttribute) {
    this.uniqueAttribute = uniqueAttribute;
    this.byId = new Map();
    this.idByName = new Map();
    this.idsByExternalId = new Map();
  }

  key(resource) {
    return String(resource[this.uniqueAttribute]).toLowerCase();
  }

  save(id, data) {
    const old = this.byId.get(id ?? "");
    if (id && !old) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    const resource = { ...copy(data), id: id ?? randomUUID() };
    const holder = this.idByName.get(this.key(resource));
    if (holder && holder !== resource.id) {
      throw new SCIMMY.Types.Error(409, "uniqueness", `${this.uniqueAttribute} is already taken`);
    }
    const now = new Date().toISOString();
    resource.meta = { created: old?.meta.created ?? now, lastModified: now };
    if (old) this.unlink(old);
    this.byId.set(resource.id, resource);
    this.idByName.set(this.key(resource), resource.id);
    if (resource.externalId) {
      this.idsByExternalId.set(resource.externalId, [...(this.idsByExternalId.get(resource.externalId) ?? []), resource.id]);
    }
    return resource;
  }

  remove(id) {
    const old = this.byId.get(id);
    if (!old) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    this.unlink(old);
    this.byId.delete(id);
  }

  unlink(resource) {
    this.idByName.delete(this.key(resource));
    const others = (this.idsByExternalId.get(resource.externalId) ?? []).filter((id) => id !== resource.id);
    if (others.length) this.idsByExternalId.set(resource.externalId, others);
    else this.idsByExternalId.delete(resource.externalId);
  }

  /** A single eq on an identifying attribute comes from an index, a page from its place, anything else from scimmy's filter. */
  read(request) {
    if (request.id) {
      const found = this.byId.get(request.id);
      if (!found) throw new SCIMMY.Types.Error(404, null, `Resource ${request.id} not found`);
      return found;
    }
    if (!request.filter) return this.page(request);
    return this.indexed(request.filter) ?? request.filter.match([...this.byId.values()]);
  }

  indexed(filter) {
    const [attribute, comparison, ...more] = filter.length === 1 ? Object.entries(filter[0]).flat() : [];
    if (more.length || !Array.isArray(comparison) || comparison[0] !== "eq") return undefined;
    const ids = {
      [this.uniqueAttribute.toLowerCase()]: () => [this.idByName.get(String(comparison[1]).toLowerCase())],
      externalid: () => this.idsByExternalId.get(comparison[1]) ?? [],
      id: () => [comparison[1]],
    }[attribute.toLowerCase()];
    return ids?.().filter((id) => this.byId.has(id)).map((id) => this.byId.get(id));
  }

  page(request) {
    const { sortBy, startIndex = 1, count = 20 } = request.constraints ?? {};
    const all = [...this.byId.values()];
    const page = all.slice(startIndex - 1, startIndex - 1 + count);
    // scimmy would check and convert everybody for each page, and takes a page only when it cannot mistake it for the whole.
    if (sortBy || (startIndex > 1 && page.length >= startIndex)) return all;
    request.constraints = { ...request.constraints, totalResults: all.length };
    return page;
  }
}

function declare(Resource, uniqueAttribute) {
  const shelf = new Shelf(uniqueAttribute);
  SCIMMY.Resources.declare(Resource)
    .ingress((request, data) => shelf.save(request.id, data))
    .egress((request) => shelf.read(request))
    .degress((request) => shelf.remove(request.id));
}

declare(SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false), "userName");
declare(SCIMMY.Resources.Group, "displayName");

const delay = Number(options["delay-ms"]);
const app = express();
app.disable("x-powered-by");
if (delay > 0) app.use((request, response, next) => wait(delay).then(() => next()));
app.use("/scim/v2", new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${options.token}`) throw new Error("A valid bearer token is required");
    return "provisioning";
  },
}));
// Express would print stack traces, with what was sent, to the console.
app.use((error, request, response, next) => (response.headersSent ? next() : response.status(500).end()));

const server = app.listen(Number(options.port), "127.0.0.1", () => {
  const baseUrl = `http://127.0.0.1:${server.address().port}/scim/v2`;
  if (options.state) writeFileSync(options.state, JSON.stringify({ baseUrl, pid: process.pid }) + "\n");
  console.log(`ready ${baseUrl}`);
});
server.keepAliveTimeout = 300_000;
if (options["until-stdin-ends"]) process.stdin.resume().on("end", () => process.exit(0));
