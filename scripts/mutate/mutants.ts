import { type Expression, type Node, type Program, parseSync, visitorKeys } from "oxc-parser";

/** One change to one file. */
export interface Mutant {
  /** Position in the original text. */
  line: number;
  column: number;
  /** What was there, shortened, and what stands there instead. */
  original: string;
  replacement: string;
  /** The whole file with the change. */
  text: string;
}

interface Change {
  start: number;
  end: number;
  replacement: string;
}

/**
 * All changes to a mapping file: every row of every module-level table is taken out, every literal in it is changed, and every condition
 * (`if`, `?:`, `&&`, `||`, `??`, comparison, `!`, `some`/`every`) is forced or turned.
 */
export function mutantsOf(file: string, text: string): Mutant[] {
  const { program } = parseSync(file, text);
  const changes = [
    ...tables(program).flatMap((table) => tableChanges(table, text)),
    ...conditionChanges(program, text),
  ];
  return changes.sort((a, b) => a.start - b.start).map((change) => apply(change, text));
}

function apply({ start, end, replacement }: Change, text: string): Mutant {
  const before = text.slice(0, start).split("\n");
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    original: text.slice(start, end).replace(/\s+/g, " ").slice(0, 70),
    replacement: replacement === "" ? "(removed)" : replacement.slice(0, 70),
    text: text.slice(0, start) + replacement + text.slice(end),
  };
}

/** Initial values of module-level constants; a function is no table, and a schema is no mapping. */
function tables(program: Program): Expression[] {
  return program.body.flatMap((statement) => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") return [];
    return declaration.declarations.flatMap(({ init }) => (init === null || isSchema(init) ? [] : [init]));
  });
}

function isSchema(node: Expression): boolean {
  if (node.type === "CallExpression") return isSchema(node.callee);
  if (node.type === "MemberExpression") return isSchema(node.object);
  return node.type === "Identifier" && node.name === "z";
}

/** Rows and cells below a table's value. Keys stay: a row with another key is a row that is missing. */
function tableChanges(node: Node, text: string): Change[] {
  switch (node.type) {
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return [];
    case "ArrayExpression":
      return node.elements.flatMap((element) =>
        element === null ? [] : [remove(element, text), ...tableChanges(element, text)],
      );
    case "ObjectExpression":
      return node.properties.flatMap((property) => [
        remove(property, text),
        ...tableChanges(property.type === "Property" ? property.value : property.argument, text),
      ]);
    case "Literal":
      return [{ start: node.start, end: node.end, replacement: otherLiteral(node.value) }];
    default:
      return childrenOf(node).flatMap((child) => tableChanges(child, text));
  }
}

/** Takes an element out together with the comma after it. */
function remove({ start, end }: Node, text: string): Change {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return { start, end: end + comma, replacement: "" };
}

function otherLiteral(value: unknown): string {
  if (typeof value === "boolean") return String(!value);
  if (typeof value === "number") return String(value + 1);
  if (typeof value === "bigint") return `${value + 1n}n`;
  if (value instanceof RegExp) return "/(?!)/";
  return value === "" ? '"mutated"' : JSON.stringify(`${value}-mutated`);
}

const turned: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "==": "!=",
  "!=": "==",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
};
const equality = new Set(["===", "!==", "==", "!="]);

function conditionChanges(root: Node, text: string): Change[] {
  const changes: Change[] = [];
  const force = (node: Node, ...values: string[]) => {
    for (const replacement of values) changes.push({ start: node.start, end: node.end, replacement });
  };
  const turn = (left: Node, right: Node, operator: string) => {
    const start = text.indexOf(operator, left.end);
    const replacement = turned[operator];
    if (replacement !== undefined && start < right.start)
      changes.push({ start, end: start + operator.length, replacement });
  };

  const visit = (node: Node, forced: boolean): void => {
    let testOf: Node | undefined;
    if (node.type === "IfStatement" || node.type === "ConditionalExpression") {
      testOf = node.test;
      force(node.test, "true", "false");
    } else if (node.type === "WhileStatement") {
      force(node.test, "false");
    } else if (node.type === "LogicalExpression" && node.operator === "??") {
      force(node, text.slice(node.left.start, node.left.end), text.slice(node.right.start, node.right.end));
    } else if (node.type === "LogicalExpression") {
      turn(node.left, node.right, node.operator);
    } else if (node.type === "BinaryExpression") {
      // A test that is forced both ways covers the turned equality.
      if (!(forced && equality.has(node.operator))) turn(node.left, node.right, node.operator);
    } else if (node.type === "UnaryExpression" && node.operator === "!" && !forced) {
      force(node, text.slice(node.argument.start, node.argument.end));
    } else if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
      if (node.property.name === "some") force(node.property, "every");
      if (node.property.name === "every") force(node.property, "some");
    }
    for (const child of childrenOf(node)) visit(child, child === testOf);
  };
  visit(root, false);
  return changes;
}

function childrenOf(node: Node): Node[] {
  const fields: Record<string, unknown> = { ...node };
  return (visitorKeys[node.type] ?? []).flatMap((key) => [fields[key]].flat()).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && !String(value.type).startsWith("TSType");
}
