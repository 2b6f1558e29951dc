/** A key that is there, or none at all: an optional property is never `undefined`. */
export function optional<Key extends string, T>(
	key: Key,
	value: T | undefined,
): { readonly [name in Key]?: T } {
	return value === undefined ? {} : ({ [key]: value } as { [name in Key]: T });
}
