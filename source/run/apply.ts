/** One event more: `(state, event) → state`. Replaying a journal is all that resume is. */
import type { FrozenUndo, RecordedEvent, RunEvent } from './events.ts';
import { visitOf } from './outline.ts';
import type { Execution, ItemRecord, RunState } from './state.ts';
import { executionOf, succeeded } from './state.ts';
import { addUndo, settleUndo, withoutJob } from './undo-entries.ts';

/** Raised for a journal whose events do not fit together, which a damaged or foreign file has. */
export class JournalMakesNoSense extends Error {
	override name = 'JournalMakesNoSense';
}

/** The state after the first event, which must be `began`. */
export function begin({ event, time, seq }: RecordedEvent): RunState {
	if (event.type !== 'began') {
		throw new JournalMakesNoSense(`The journal begins with \`${event.type}\`, not with \`began\`.`);
	}
	return {
		began: event,
		beganAt: time,
		answers: new Map(),
		hosts: new Map(),
		choices: new Map(),
		records: new Map(),
		executions: [],
		undos: [],
		notes: [],
		finished: false,
		lastSeq: seq,
		lastTime: time,
	};
}

export function replay(events: readonly RecordedEvent[]): RunState {
	const [first, ...rest] = events;
	if (!first) throw new JournalMakesNoSense('The journal holds no event.');
	return rest.reduce(apply, begin(first));
}

export function apply(state: RunState, recorded: RecordedEvent): RunState {
	const next = change(state, recorded);
	const visit = visitOfEvent(state, recorded.event);
	return {
		...next,
		...(visit === undefined ? {} : { lastVisit: visit }),
		lastSeq: recorded.seq,
		lastTime: recorded.time,
	};
}

/** Where somebody was at work; what an undo by link takes back belongs to the step of the link. */
function visitOfEvent(state: RunState, event: RunEvent): string | undefined {
	switch (event.type) {
		case 'job-started':
			return visitOf(event.by ?? event.item);
		case 'job-ended': {
			const started = executionOf(state, event.job);
			return started && visitOf(started.by ?? started.item);
		}
		case 'marked':
			return visitOf(event.item);
		case 'settled':
			return visitOf(event.undo);
		case 'chose':
		case 'reopened':
		case 'noted':
			return event.visit;
		case 'began':
		case 'answered':
		case 'host-named':
		case 'resumed':
		case 'left':
		case 'finished':
			return undefined;
	}
}

function change(state: RunState, { event, time, seq }: RecordedEvent): RunState {
	switch (event.type) {
		case 'began':
			throw new JournalMakesNoSense('A run can begin only once.');
		case 'answered':
			return {
				...state,
				answers: put(
					state.answers,
					event.name,
					event.secret
						? { kind: 'secret' }
						: event.value === null
							? { kind: 'empty' }
							: { kind: 'value', value: event.value },
				),
			};
		case 'host-named':
			return {
				...state,
				hosts: put(state.hosts, event.host, { here: event.here, name: event.name }),
			};
		case 'chose':
			return { ...state, choices: put(state.choices, event.visit, event.choice) };
		case 'job-started':
			return jobStarted(state, event, time, seq);
		case 'job-ended':
			return jobEnded(state, event, time, seq);
		case 'marked':
			return marked(state, event, seq);
		case 'reopened':
			return {
				...state,
				finished: false,
				records: without(state.records, item => visitOf(item) === event.visit),
			};
		case 'settled':
			return {
				...state,
				undos: settleUndo(state.undos, event.undo, {
					how: event.how,
					seq,
					...(event.reason === undefined ? {} : { reason: event.reason }),
				}),
			};
		case 'noted':
			return { ...state, notes: [...state.notes, { visit: event.visit, text: event.text, time }] };
		case 'resumed':
		case 'left':
			return state;
		case 'finished':
			return { ...state, finished: true };
	}
}

function jobStarted(
	state: RunState,
	event: Extract<RunEvent, { type: 'job-started' }>,
	time: string,
	seq: number,
): RunState {
	const execution: Execution = {
		job: event.job,
		item: event.item,
		purpose: event.purpose,
		sum: event.sum,
		edited: event.edited,
		tty: event.tty,
		boot: event.boot,
		startedAt: time,
		seq,
		outputBytes: 0,
		truncated: false,
		stillWriting: false,
		...(event.capture === undefined ? {} : { capture: event.capture }),
		...(event.undoes === undefined ? {} : { undoes: event.undoes }),
		...(event.by === undefined ? {} : { by: event.by }),
	};
	const record: ItemRecord = { kind: 'job', job: event.job };
	return {
		...state,
		finished: false,
		// A value is void from the moment on that its command runs again.
		answers:
			event.capture === undefined
				? state.answers
				: without(state.answers, name => name === event.capture),
		records: event.undoes === undefined ? put(state.records, event.item, record) : state.records,
		executions: [...state.executions, execution],
		undos: freeze(state, event, seq, { job: event.job, edited: event.edited }),
	};
}

function jobEnded(
	state: RunState,
	event: Extract<RunEvent, { type: 'job-ended' }>,
	time: string,
	seq: number,
): RunState {
	const started = executionOf(state, event.job);
	if (!started) {
		throw new JournalMakesNoSense(`Job ${event.job} ended without having been started.`);
	}
	const { type: _type, job: _job, ...end } = event;
	const ended: Execution = {
		...started,
		...end,
		endedAt: event.endedAt ?? time,
		endRecordedAt: time,
	};
	const { capture, undoes } = started;
	const undos = event.unchanged ? withoutJob(state.undos, event.job) : state.undos;
	return {
		...state,
		executions: state.executions.map(other => (other.job === event.job ? ended : other)),
		answers:
			capture !== undefined && event.value !== undefined
				? put(state.answers, capture, { kind: 'value', value: event.value })
				: state.answers,
		undos:
			undoes !== undefined && succeeded(ended)
				? settleUndo(undos, undoes, { how: 'undone', seq })
				: undos,
	};
}

function marked(
	state: RunState,
	event: Extract<RunEvent, { type: 'marked' }>,
	seq: number,
): RunState {
	if (event.how === 'open') {
		return {
			...state,
			finished: false,
			records: without(state.records, item => item === event.item),
		};
	}
	const record: ItemRecord = {
		kind: 'mark',
		how: event.how,
		...(event.reason === undefined ? {} : { reason: event.reason }),
	};
	return {
		...state,
		records: put(state.records, event.item, record),
		undos: freeze(state, event, seq, { byHand: true }),
	};
}

function freeze(
	state: RunState,
	event: { readonly item: string; readonly undo: readonly FrozenUndo[] },
	seq: number,
	by: { readonly job?: number; readonly edited?: boolean; readonly byHand?: boolean },
) {
	return event.undo.reduce(
		(undos, frozen) => addUndo(state, undos, { frozen, item: event.item, seq, ...by }),
		state.undos,
	);
}

function put<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
	return new Map(map).set(key, value);
}

function without<V>(
	map: ReadonlyMap<string, V>,
	goes: (key: string) => boolean,
): ReadonlyMap<string, V> {
	return new Map([...map].filter(([key]) => !goes(key)));
}
