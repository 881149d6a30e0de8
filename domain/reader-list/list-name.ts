import { InvalidInputError } from '../errors.ts';
import type { ArtefactHeader, ListName } from './artefact.ts';

/** The list that an artefact is, or is a change of. */
export function listNameOf(header: Pick<ArtefactHeader, 'kind' | 'rulebook'>): ListName {
  return isDeny(header.kind) ? 'deny' : `rulebook-${header.rulebook}`;
}

export function isDeny(kind: ArtefactHeader['kind']): boolean {
  return kind === 'deny-snapshot' || kind === 'deny-delta';
}

export function isDelta(kind: ArtefactHeader['kind']): boolean {
  return kind === 'allow-delta' || kind === 'deny-delta';
}

/** @throws {InvalidInputError} Neither `deny` nor `rulebook-` with a version from 1 on. */
export function parseListName(text: string): ListName {
  if (text === 'deny') return text;
  const version = /^rulebook-([1-9]\d{0,8})$/.exec(text)?.[1];
  if (version === undefined) {
    throw new InvalidInputError('A list is named `deny` or `rulebook-` with its version.');
  }
  return `rulebook-${Number(version)}`;
}
