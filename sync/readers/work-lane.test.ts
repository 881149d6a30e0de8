import { expect, it } from '@jest/globals';
import { createWorkLane } from './work-lane.ts';

it('runs one work at a time, urgent ones before all that wait', async () => {
  const lane = createWorkLane();
  const order: string[] = [];
  const add = (name: string, isUrgent: boolean) =>
    lane.run(
      async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      },
      { isUrgent },
    );
  await Promise.all([add('a', false), add('b', false), add('urgent', true)]);
  const names = ['a', 'urgent', 'b'];
  expect(order).toEqual(names.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('lets what waits have its turn among many urgent works', async () => {
  const lane = createWorkLane();
  const order: string[] = [];
  const add = (name: string, isUrgent: boolean) =>
    lane.run(async () => void order.push(name), { isUrgent });
  const urgent = Array.from({ length: 50 }, () => add('urgent', true));
  await Promise.all([...urgent, add('other', false)]);
  expect(order.indexOf('other')).toBeLessThan(30);
});

it('tells only the one whose work failed', async () => {
  const lane = createWorkLane();
  const failing = lane.run(() => Promise.reject(new Error('broken')), { isUrgent: false });
  const next = lane.run(async () => 'done', { isUrgent: false });
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
  expect(await lane.idle()).toBeUndefined();
});
