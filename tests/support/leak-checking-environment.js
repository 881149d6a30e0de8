import { TestEnvironment } from 'jest-environment-node';

/** What a test file may not leave behind. Timers are the event loop's own affair. */
const WATCHED = ['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'PipeServerWrap', 'ProcessWrap'];
/** Idle connections of the global `fetch` are closed by it four seconds after their last use. */
const PATIENCE_MS = 6_000;

/** Fails a test file that leaves sockets, servers or child processes behind, after its last hook. */
// oxlint-disable-next-line import/no-default-export -- as Jest wants it
export default class LeakCheckingEnvironment extends TestEnvironment {
  before = held();

  async handleTestEvent(event, state) {
    if (event.name !== 'run_finish') return;
    const until = Date.now() + PATIENCE_MS;
    while (this.leaks().length > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.leaks().length > 0) {
      state.unhandledErrors.push(new Error(`This file leaves behind: ${this.leaks().join(', ')}.`));
    }
  }

  leaks() {
    return Object.entries(held())
      .filter(([kind, count]) => count > (this.before[kind] ?? 0))
      .map(([kind, count]) => `${count - (this.before[kind] ?? 0)} ${kind}`);
  }
}

function held() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.includes(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
