import type { Document, Element, Node } from "@xmldom/xmldom";
import { TrustedListError } from "./list-error.ts";

/** What bounds the reading of a list. */
export interface XmlLimits {
  maxBytes: number;
  maxElements: number;
  maxDepth: number;
}

/** An element, without the parser's live objects. */
export interface XmlElement {
  namespace: string;
  name: string;
  /** By local name, without namespace declarations. */
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** The text directly inside, without comments, trimmed. */
  text: string;
}

/** The root element, once as the parser's node, which only the check of the signature needs. */
export interface ParsedXml {
  node: Element;
  root: XmlElement;
}

const elementNode = 1;
const textNodes = [3, 4];
const xmlns = "http://www.w3.org/2000/xmlns/";
const declaredEncoding = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/;

/** The text of a list: UTF-8, with or without a byte order mark, and without a document type, whose entities could change what is read. */
export function decodeXml(bytes: Uint8Array, limits: XmlLimits): string {
  if (bytes.length > limits.maxBytes) throw new TrustedListError("list_too_large", "bytes");
  const text = decodeUtf8(bytes);
  const encoding = declaredEncoding.exec(text)?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== "utf-8") {
    throw new TrustedListError("list_unreadable", "encoding");
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new TrustedListError("list_unreadable", "document type");
  return text;
}

/** Parses well-formed XML. Everything that a parser would repair is refused: two parsers may repair differently. */
export async function parseXml(text: string, limits: XmlLimits): Promise<ParsedXml> {
  // Two tags make an element: what is over the limit is not parsed at all.
  if (countOf(text, "<") > 2 * limits.maxElements + 1000) throw new TrustedListError("list_too_large", "elements");
  const { DOMParser } = await loadParser();
  let document: Document;
  try {
    document = new DOMParser({ onError: refuse }).parseFromString(text, "text/xml");
  } catch {
    throw new TrustedListError("list_unreadable", "not well-formed");
  }
  const node = document.documentElement;
  if (node === null) throw new TrustedListError("list_unreadable", "no root");
  const budget = { elements: limits.maxElements, work: mostWork, maxDepth: limits.maxDepth };
  return { node, root: toElement(node, budget, 0) };
}

/** The first child of that name. */
export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name);
}

export function childrenOf(parent: XmlElement | undefined, name: string): readonly XmlElement[] {
  return parent?.children.filter((child) => child.name === name) ?? [];
}

/** All elements below, in document order, with the given one first. */
export function* elementsOf(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* elementsOf(child);
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count++;
  return count;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new TrustedListError("list_unreadable", "encoding");
  }
}

async function loadParser(): Promise<typeof import("@xmldom/xmldom")> {
  try {
    return await import("@xmldom/xmldom");
  } catch {
    throw new TrustedListError("list_library_missing", "@xmldom/xmldom");
  }
}

function refuse(): never {
  throw new TrustedListError("list_unreadable", "not well-formed");
}

/** What is left of the limits while a tree is built. */
interface Budget {
  elements: number;
  work: number;
  maxDepth: number;
}

/**
 * Libraries for signatures take time that grows with the square of the neighbours of a node, and with the namespaces in scope. Real
 * lists stay far below: their elements have some hundred children and ten namespaces.
 */
const mostWork = 20_000_000;
const mostNamespaces = 100;

function toElement(node: Element, budget: Budget, depth: number, namespacesAbove = 0): XmlElement {
  const { attributes, namespaces } = readAttributes(node);
  const inScope = namespacesAbove + namespaces;
  budget.elements -= 1;
  budget.work -= node.childNodes.length ** 2 + node.attributes.length ** 2;
  if (budget.elements < 0) throw new TrustedListError("list_too_large", "elements");
  if (depth > budget.maxDepth) throw new TrustedListError("list_too_large", "depth");
  if (budget.work < 0) throw new TrustedListError("list_too_large", "children");
  if (inScope > mostNamespaces) throw new TrustedListError("list_too_large", "namespaces");
  const children: XmlElement[] = [];
  let text = "";
  for (let child: Node | null = node.firstChild; child !== null; child = child.nextSibling) {
    if (textNodes.includes(child.nodeType)) text += child.nodeValue ?? "";
    if (child.nodeType === elementNode) children.push(toElement(child as Element, budget, depth + 1, inScope));
  }
  return { namespace: node.namespaceURI ?? "", name: node.localName ?? "", attributes, children, text: text.trim() };
}

function readAttributes(node: Element): { attributes: Map<string, string>; namespaces: number } {
  const attributes = new Map<string, string>();
  let namespaces = 0;
  for (let index = 0; index < node.attributes.length; index++) {
    const attribute = node.attributes.item(index);
    if (attribute?.namespaceURI === xmlns) namespaces += 1;
    else if (attribute !== null) attributes.set(attribute.localName ?? attribute.name, attribute.value);
  }
  return { attributes, namespaces };
}
