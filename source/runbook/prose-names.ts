/** The names in braces that prose shows. */
import type { RootContent } from 'mdast';
import { findPlaceholders } from './command/index.ts';
import type { Step } from './types.ts';

export function namesInProse(step: Step): readonly string[] {
	return step.parts.flatMap(part => (part.kind === 'prose' ? namesInText(part.nodes) : []));
}

export function namesInText(nodes: readonly RootContent[]): readonly string[] {
	return textsOf(nodes).flatMap(text => findPlaceholders(text).map(({ name }) => name));
}

function textsOf(nodes: readonly RootContent[]): readonly string[] {
	return nodes.flatMap(node => {
		if ('children' in node) return textsOf(node.children as RootContent[]);
		return 'value' in node && node.type !== 'code' ? [node.value] : [];
	});
}
