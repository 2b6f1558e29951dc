export { findPlaceholders } from './placeholders.ts';
export { isPlain, quoteWord } from './quote.ts';
export { readCommand } from './read.ts';
export { renderCommand } from './render.ts';
export type {
	Command,
	CommandProblem,
	CommandReading,
	Filling,
	Rendering,
	Slot,
	ValueKind,
} from './types.ts';
