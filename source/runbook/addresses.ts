/** Whether a text is an address of the network, or a name there. */

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

export function isIpv4(text: string): boolean {
	return IPV4.test(text);
}

/** Without a zone: `%eth0` means something on one machine only. */
export function isIpv6(text: string): boolean {
	if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text)) return false;
	const halves = text.split('::');
	if (halves.length > 2) return false;
	const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
	let count = groups.length;
	const last = groups.at(-1) ?? '';
	if (last.includes('.')) {
		// An IPv4 address at the end stands for two groups.
		if (!isIpv4(last) || text.endsWith('::')) return false;
		groups.pop();
		count++;
	}
	if (!groups.every(group => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
	return halves.length === 2 ? count < 8 : count === 8;
}

export function isAddress(text: string): boolean {
	return isIpv4(text) || isIpv6(text);
}

/** An address, or an address and the length of its network: `192.0.2.0/24`. */
export function isNetwork(text: string): boolean {
	const [address = '', length, ...rest] = text.split('/');
	if (rest.length > 0) return false;
	if (length === undefined) return isAddress(address);
	if (!/^(?:0|[1-9]\d{0,2})$/.test(length)) return false;
	return isIpv4(address) ? Number(length) <= 32 : isIpv6(address) && Number(length) <= 128;
}

/** A name or an address. A last part of digits only would be half an IPv4 address. */
export function isHostName(text: string): boolean {
	if (isAddress(text)) return true;
	if (text.length > 253) return false;
	const parts = text.replace(/\.$/, '').split('.');
	const good = parts.every(part => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(part));
	return good && !/^\d+$/.test(parts.at(-1) ?? '');
}
