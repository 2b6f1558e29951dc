/** The table of speed: what is measured, and its goal. docs/bench.md has each of these lines. */

export type Line = { readonly what: string; readonly goal: string; readonly most: number };

const times = (what: string, most: number): Line => ({ what, goal: `at most ${most} ×`, most });

export const lines = {
	frame: times('first frame of the library', 1.25),
	version: times('`runbook --version`', 1.5),
	list: times('`runbook list`', 1.5),
	script: times('`runbook script first-steps`', 1.5),
	finding: times('finding 10,000 runbooks', 3),
	libraryKey: { what: 'key to frame, 10,000 runbooks', goal: '95 % within 16 ms', most: 16 },
	outputKey: { what: 'key to frame, 1,000,000 lines', goal: '95 % within 16 ms', most: 16 },
	start: { what: 'a job and its record', goal: '15 ms more', most: 15 },
	flood: times('a step that prints 1 GiB', 1.1),
	floodMemory: { what: 'its memory', goal: 'at most 150 MiB', most: 150 },
	floodKey: { what: 'the slowest key meanwhile', goal: 'within 100 ms', most: 100 },
} as const satisfies Record<string, Line>;
