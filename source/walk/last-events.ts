/** Which run this process had open last, and the last kinds of events in it, for the notice of a fault. */
import type { RunEvent } from '../run/events.ts';

const MOST = 20;

let run: string | undefined;
const types: string[] = [];

/** The type alone: what an event holds is nothing for a report. */
export function noteEvent(id: string, { type }: RunEvent): void {
	if (run !== id) types.length = 0;
	run = id;
	types.push(type);
	if (types.length > MOST) types.shift();
}

export function lastEvents(): {
	readonly run: string | undefined;
	readonly types: readonly string[];
} {
	return { run, types: [...types] };
}
