"use strict";
// Draws /openapi.json. Text only ever enters the page as text.
const el = (name, props = {}, ...children) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children.filter((one) => one !== null && one !== undefined));
  return node;
};
const byId = (id) => document.getElementById(id);
let spec;

const resolve = (schema) =>
  schema && schema.$ref ? schema.$ref.slice(2).split("/").reduce((at, step) => at[step], spec) : schema || {};
const nameOf = (schema) => (schema && schema.$ref ? schema.$ref.split("/").pop() : "");

const typeOf = (schema) => {
  if (!schema) return "";
  if (schema.$ref) return nameOf(schema);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const many = schema.anyOf || schema.oneOf;
  if (many) return many.map(typeOf).join(" | ");
  if (schema.type === "array") return `[${typeOf(schema.items) || "…"}]`;
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "any";
  return schema.format ? `${type} (${schema.format})` : type;
};

const fields = (schema, depth = 0) => {
  const real = resolve(schema);
  const many = real.anyOf || real.oneOf;
  if (!real.properties && many && depth < 3) {
    return el("div", {}, ...many.filter((one) => one.type !== "null").map((one) =>
      el("details", {}, el("summary", {}, el("code", { textContent: typeOf(one) })), fields(one, depth + 1))));
  }
  if (real.type === "array" && depth < 4) return fields(real.items, depth + 1);
  if (!real.properties) return el("code", { textContent: typeOf(schema) });
  const needed = new Set(real.required || []);
  const rows = Object.entries(real.properties).map(([name, one]) => {
    const inner = deepest(one);
    const cell = el("td", {}, el("code", { textContent: typeOf(one) }));
    if (one.description) cell.append(el("div", { className: "soft", textContent: one.description }));
    if (inner && depth < 3) {
      cell.append(el("details", {}, el("summary", { textContent: nameOf(inner) || "fields" }), fields(inner, depth + 1)));
    }
    return el("tr", {}, el("td", {}, el("code", { textContent: name }), needed.has(name) ? " *" : ""), cell);
  });
  const told = real.description ? el("p", { className: "soft", textContent: real.description }) : null;
  return el("div", {}, told, el("table", {}, ...rows));
};

const deepest = (schema) => {
  if (!schema) return null;
  if (schema.$ref) return resolve(schema).properties || resolve(schema).anyOf ? schema : null;
  if (schema.type === "array") return deepest(schema.items);
  const many = schema.anyOf || schema.oneOf;
  return many ? many.map(deepest).find(Boolean) || null : null;
};

const curl = (verb, path, body) => {
  const lines = [`curl -X ${verb} ${location.origin}${path} \\`, `  -H "Authorization: Bearer $WATTFLEET_KEY"`];
  if (body) {
    lines[1] += " \\";
    lines.push(`  -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`);
  }
  return lines.join("\n");
};

const tryIt = (verb, path, operation, example) => {
  const target = el("input", { value: path, size: 60, ariaLabel: "Path" });
  const body = example ? el("textarea", { value: JSON.stringify(example, null, 2), ariaLabel: "Body" }) : null;
  const out = el("pre", { hidden: true });
  const send = el("button", { textContent: "Send" });
  send.addEventListener("click", async () => {
    const headers = { Authorization: `Bearer ${byId("key").value}` };
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(target.value, { method: verb, headers, body: body ? body.value : undefined });
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    out.hidden = false;
    out.textContent = `${answer.status}\n${shown}`;
  });
  return el("details", {}, el("summary", { textContent: "Try it here" }), el("p", {}, target, " ", send), body, out);
};

const draw = (verb, path, operation) => {
  const content = operation.requestBody?.content?.["application/json"];
  const example = content?.example;
  const goodStatus = Object.keys(operation.responses).find((one) => one < "300");
  const good = Object.values(operation.responses[goodStatus].content || {})[0];
  const inside = [el("p", { textContent: operation.description })];
  const parameters = operation.parameters || [];
  if (parameters.length) {
    inside.push(el("h4", { textContent: "Parameters" }), el("table", {}, ...parameters.map((one) => el("tr", {},
      el("td", {}, el("code", { textContent: one.name }), one.required ? " *" : ""),
      el("td", { className: "soft", textContent: one.in }),
      el("td", {}, el("code", { textContent: typeOf(one.schema) }), " ", one.description || "")))));
  }
  if (content) inside.push(el("h4", { textContent: "Body" }), fields(content.schema));
  if (good?.schema) inside.push(el("h4", { textContent: `Answer ${goodStatus}` }), fields(good.schema));
  if (good?.example) inside.push(el("pre", { textContent: JSON.stringify(good.example, null, 2) }));
  const refusals = Object.keys(operation.responses).filter((one) => one >= "400").join(", ");
  inside.push(el("p", { className: "soft", textContent: `Refusals: ${refusals} as application/problem+json.` }));
  inside.push(el("pre", { textContent: curl(verb, path, example) }), tryIt(verb, path, operation, example));
  return el("article", { id: operation.operationId },
    el("details", {}, el("summary", {}, el("span", { className: "verb", textContent: verb }),
      el("code", { textContent: path }), ` — ${operation.summary}`), ...inside));
};

const show = () => {
  const wanted = byId("filter").value.toLowerCase();
  const groups = new Map(spec.tags.map((one) => [one.name, []]));
  for (const [path, verbs] of Object.entries(spec.paths)) {
    for (const [verb, operation] of Object.entries(verbs)) {
      const text = `${verb} ${path} ${operation.summary} ${operation.description}`.toLowerCase();
      if (text.includes(wanted)) groups.get(operation.tags[0]).push(draw(verb.toUpperCase(), path, operation));
    }
  }
  const main = [el("p", { textContent: "" })];
  const toc = [];
  if (!wanted) main.push(el("pre", { textContent: spec.info.description }));
  for (const [name, articles] of groups) {
    if (!articles.length) continue;
    main.push(el("h2", { id: `tag-${name}`, textContent: name }), ...articles);
    toc.push(el("a", { href: `#tag-${name}`, textContent: `${name} (${articles.length})` }));
  }
  byId("main").replaceChildren(...main);
  byId("toc").replaceChildren(...toc);
};

fetch("/openapi.json").then((answer) => answer.json()).then((found) => {
  spec = found;
  byId("filter").addEventListener("input", show);
  show();
});
