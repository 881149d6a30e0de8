import { UpstreamMalformedError } from '../../domain/errors.ts';
import { childrenOf, type XmlElement } from '../../platform/soap/xml.ts';
import { SYSTEM } from './guard.ts';

/** Namespace of the back office's operations and of everything in their answers. */
export const NAMESPACE = 'urn:emt:tarjeta:v1';

/**
 * What an element must hold, read strictly: order, prefixes and elements that are not asked for do
 * not matter; a missing or doubled one, an empty one and one of another form are refused. Errors
 * name elements, never values.
 */
export type Fields = {
  /** The trimmed text. */
  text(name: string, form?: RegExp): string;
  /** Null when it is absent, nil or empty. */
  optionalText(name: string, form?: RegExp): string | null;
  /** A whole number. */
  whole(name: string): number;
  /** The value that a legacy word stands for. */
  oneOf<T>(name: string, meanings: Readonly<Record<string, T>>): T;
  /** The items in a list's element; none when it is nil or empty. */
  list(name: string, itemName: string): readonly XmlElement[];
};

export function fieldsOf(element: XmlElement): Fields {
  const only = (name: string): XmlElement | null => {
    const [first, ...more] = childrenOf(element, NAMESPACE, name);
    if (more.length > 0) throw unexpected(element, name);
    return first ?? null;
  };
  const optionalText = (name: string, form = ANY): string | null => {
    const child = only(name);
    const text = child === null || child.isNil ? '' : child.text.trim();
    if (text === '') return null;
    if (!form.test(text)) throw unexpected(element, name);
    return text;
  };
  const text = (name: string, form = ANY): string => {
    const found = optionalText(name, form);
    if (found === null) throw unexpected(element, name);
    return found;
  };
  return {
    text,
    optionalText,
    whole(name) {
      return Number(text(name, WHOLE));
    },
    oneOf(name, meanings) {
      const word = text(name);
      const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
      if (meaning === undefined) throw unexpected(element, name);
      return meaning;
    },
    list(name, itemName) {
      const list = only(name);
      if (list === null) throw unexpected(element, name);
      return list.isNil ? [] : childrenOf(list, NAMESPACE, itemName);
    },
  };
}

/** The element and the field that is wrong: what stands in it may be somebody's. */
export function unexpected(element: XmlElement, name: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, `${element.name}: unexpected ${name}`);
}

/** Longer than any name or number that the back office has. */
const ANY = /^[^]{1,200}$/;
/** Within `xs:int`, and within what GraphQL can show. */
const WHOLE = /^[+-]?\d{1,9}$/;
