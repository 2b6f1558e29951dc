/** The command line: every subcommand with its options; what they do is loaded when it is needed. */
import { Command, CommanderError, Option } from 'commander';
import { nearest } from '../runbook/nearest.ts';
import type { AnswerOptions } from './answers.ts';
import { exitCodes } from './exit-codes.ts';
import { usageFailure } from './failure.ts';
import { complain, type Io } from './io.ts';
import { reported } from './reported.ts';
import { version } from './version.ts';

/** Runs one command line, without the program's own name; gives the exit status. Never throws. */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
	let status: number = exitCodes.done;
	const program = commandLine(io, code => {
		status = code;
	});
	return reported(io, async () => {
		try {
			refuseMistyped(program, args);
			await program.parseAsync([...args], { from: 'user' });
			return status;
		} catch (error) {
			// Commander has said it already.
			if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
			throw error;
		}
	});
}

/** `runbook rnu x --yes`: else its options would be blamed, which belong to the one that was meant. */
function refuseMistyped(program: Command, args: readonly string[]): void {
	const [word = '', ...others] = args.filter(arg => !['--dry-run', '--help'].includes(arg));
	const names = program.commands.map(command => command.name());
	const near = nearest(word, names);
	if (others.length === 0 || near === undefined || names.includes(word)) return;
	throw usageFailure(`There is no subcommand \`${word}\`. Did you mean \`${near}\`?`);
}

type Handler = () => Promise<number>;

function commandLine(io: Io, settle: (status: number) => void): Command {
	const does = (handler: Handler) => async () => settle(await handler());
	const program = new Command('runbook')
		.description('Walk a procedure on this machine, step by step. Runbooks are Markdown files.')
		.version(version, '--version', 'print the version')
		.helpOption('--help', 'print this help')
		.helpCommand(false)
		.exitOverride()
		// Else `run NAME --dry-run` would give the option to the program, and `run` would execute.
		.enablePositionalOptions()
		.configureOutput({
			writeOut: text => io.stdout.write(text),
			writeErr: text => complain(io, inOurWords(text)),
		})
		.argument('[runbook]', 'name or file; without one, the library opens')
		.option('--dry-run', 'show everything, execute nothing')
		.action((name: string | undefined, options: { dryRun?: boolean }) =>
			does(async () =>
				(await import('./commands/open.ts')).open(
					io,
					name,
					options.dryRun === true,
					program.commands.map(command => command.name()),
				),
			)(),
		);
	/** `runbook --dry-run run NAME` means it, too. */
	const dry = <T extends { readonly dryRun?: boolean }>(options: T): T => ({
		...options,
		dryRun: options.dryRun === true || program.opts<{ dryRun?: boolean }>().dryRun === true,
	});
	const subcommand = (nameAndArguments: string, description: string) =>
		program
			.command(nameAndArguments)
			.description(description)
			.helpOption('--help', 'print this help');

	subcommand('list', 'all runbooks, a line each')
		.option('--json', 'as JSON')
		.action((options: { json?: boolean }) =>
			does(async () => (await import('./commands/list.ts')).list(io, options.json === true))(),
		);
	subcommand('show <runbook>', 'a runbook as a document').action((name: string) =>
		does(async () => (await import('./commands/show.ts')).show(io, name))(),
	);
	withAnswers(
		subcommand('script <runbook>', 'the whole procedure as one POSIX shell script'),
	).action((name: string, options: AnswerOptions) =>
		does(async () => (await import('./commands/script.ts')).script(io, name, options))(),
	);
	withAnswers(subcommand('run <runbook>', 'walk a runbook without the screen'))
		.option('--secret-file <name=FILE>', 'read a secret from a file', collect)
		.option('--confirm <step=WORD>', 'confirm a dangerous step with its word', collect)
		.option('--done <step>', 'a step was done by hand', collect)
		.option('--yes', 'answer ordinary confirmations')
		.option('--dry-run', 'show everything, execute nothing')
		.action((name: string, options: AnswerOptions) =>
			does(async () => (await import('./commands/run.ts')).run(io, name, dry(options)))(),
		);
	subcommand('runs', 'past and unfinished runs')
		.option('--json', 'as JSON')
		.action((options: { json?: boolean }) =>
			does(async () => (await import('./commands/runs.ts')).runs(io, options.json === true))(),
		);
	withAnswers(subcommand('resume [run]', 'go on with a run, the newest unfinished one by default'))
		.option('--secret-file <name=FILE>', 'read a secret from a file', collect)
		.option('--confirm <step=WORD>', 'confirm a dangerous step with its word', collect)
		.option('--done <step>', 'a step was done by hand', collect)
		.option('--skip <step=REASON>', 'go on without what stopped a step', collect)
		.option('--yes', 'answer ordinary confirmations')
		.option('--dry-run', 'only if it is a dry run')
		.option('--plain', 'without the screen')
		.action((run: string | undefined, options: AnswerOptions & { plain?: boolean }) =>
			does(async () => (await import('./commands/resume.ts')).resume(io, run, dry(options)))(),
		);
	subcommand('report [run]', 'what was done in a run, the newest by default')
		.addOption(
			new Option('--format <format>', 'of the report').choices(['markdown']).default('markdown'),
		)
		.action((run: string | undefined) =>
			does(async () => (await import('./commands/report.ts')).report(io, run))(),
		);
	subcommand(
		'check [files...]',
		'what is wrong with runbooks, or with all in a folder, as FILE:LINE:COLUMN',
	).action((files: string[]) =>
		does(async () => (await import('./commands/check.ts')).check(io, files))(),
	);
	subcommand('trust <runbook>', 'let a runbook that is not built-in run')
		.option('--yes', 'do not ask')
		.action((file: string, options: { yes?: boolean }) =>
			does(async () =>
				(await import('./commands/trust.ts')).trust(io, file, options.yes === true),
			)(),
		);
	return program;
}

function withAnswers(command: Command): Command {
	return command
		.option(
			'--set <name=value>',
			'give an input; repeat for lists; name=@FILE reads a file',
			collect,
		)
		.option('--choose <step=branch>', 'take a decision', collect)
		.option('--host <name=here>', 'which machine a host is: here, or another name', collect);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
	return [...before, value];
}

/** What commander says of a wrong command line, as we say things. */
function inOurWords(text: string): string {
	const quoted = (names: string) => names.replaceAll(/[^ ,]+/g, '`$&`');
	return text
		.trimEnd()
		.replace(/^error: ./, start => `runbook: ${start.slice(-1).toUpperCase()}`)
		.replaceAll(/'([^'\n]*)'/g, '`$1`')
		.replace(/\n\(Did you mean (one of )?(.*)\?\)$/, (_, some = '', names: string) => {
			return `. Did you mean ${some}${quoted(names)}?`;
		});
}
