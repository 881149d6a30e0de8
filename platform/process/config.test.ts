import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { addressSetting, ConfigError, keySetting, parseSettings, portSetting } from './config.ts';

const schemas = {
  one: z.object({ HUB_PORT: portSetting, HUB_KEY: keySetting }),
  other: z.object({ HUB_PORT: portSetting, HUB_ADDRESS: addressSetting }),
};

it('gives each role its settings', () => {
  const given = { HUB_PORT: '4000', HUB_KEY: '00'.repeat(32), HUB_ADDRESS: 'lib.city:6001' };
  expect(parseSettings(schemas, given)).toEqual({
    one: { HUB_PORT: 4000, HUB_KEY: Buffer.alloc(32) },
    other: { HUB_PORT: 4000, HUB_ADDRESS: { host: 'lib.city', port: 6001 } },
  });
});

it('tells all mistakes of all roles together, each once', () => {
  const mistakes = () => parseSettings(schemas, { HUB_PORT: '99999', HUB_KEY: '' });
  expect(mistakes).toThrow(ConfigError);
  expect(mistakes).toThrow(/^HUB_PORT: [^\n]+\nHUB_KEY is missing\.\nHUB_ADDRESS is missing\.$/);
});
