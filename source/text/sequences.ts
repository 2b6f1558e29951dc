/**
 * Escape sequences in the output of ordinary tools: colours, cleared lines, links of `ls` and gcc,
 * systemd's OSC 3008. They are no alarm and no text, and are left out. Only what is whole and well
 * formed goes; of anything else not even the escape character is dropped, so that a malformed
 * sequence cannot take text along. A sequence introduced by a C1 character stays visible, too:
 * no ordinary tool writes one.
 */

/*
 * ECMA-48: CSI with parameters, intermediates and a final character; a string (OSC, DCS, SOS, PM,
 * APC) of printable characters up to BEL or ST; `ESC ( B` and the like; `ESC 7` and the like.
 * No class overlaps with what follows it and lengths are bounded, so the time is linear.
 */
const SEQUENCE =
	/\x1b(?:\[[0-?]{0,64}[ -/]{0,4}[@-~]|[\]PX^_][^\x00-\x1f\x7f-\x9f]{0,4096}(?:\x07|\x1b\\)|[ -/]{1,4}[0-~]|[0-OQ-WYZ\\`-~])/g;

/** `text`, one line of output, without its escape sequences and backspaces. */
export function dropSequences(text: string): string {
	if (!/[\x08\x1b]/.test(text)) return text;
	return text.replace(SEQUENCE, '').replaceAll('\b', '');
}
