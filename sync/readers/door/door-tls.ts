import { readFileSync } from 'node:fs';
import { ConfigError } from '../../../platform/process/config.ts';
import type { DeliverySettings } from '../delivery/settings.ts';

const FILES = ['HUB_READERS_TLS_CERT', 'HUB_READERS_TLS_KEY'] as const;

type TlsSettings = { readonly [Name in (typeof FILES)[number]]?: DeliverySettings[Name] };

/**
 * The door's certificate and key.
 *
 * @returns Undefined when neither is given.
 * @throws {ConfigError} Only one is given, or a file cannot be read.
 */
export function readDoorTls(
  settings: TlsSettings,
): { readonly cert: Buffer; readonly key: Buffer } | undefined {
  const missing = FILES.filter((name) => settings[name] === undefined);
  if (missing.length === FILES.length) return undefined;
  if (missing.length > 0) {
    throw new ConfigError(missing.map((name) => `${name} is missing: the door needs both files.`));
  }
  const [cert, key] = FILES.map((name) => readNamed(name, settings[name] ?? ''));
  if (cert === undefined || key === undefined) return undefined;
  return { cert, key };
}

function readNamed(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`${name}: ${path} cannot be read (${reason}).`]);
  }
}
