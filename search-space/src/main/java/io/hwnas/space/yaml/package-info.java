/**
 * Strict YAML whose every fault is one line with file and line: the one way files are read and
 * written here.
 *
 * <p>Public surface: {@link io.hwnas.space.yaml.YamlNode} (parse, look up, convert, override) and
 * {@link io.hwnas.space.yaml.YamlWriter} (ordered maps and lists to block YAML). Text is limited in
 * size and depth; tags beyond the standard ones, aliases of lists or maps, merge keys and duplicate
 * keys are refused.
 */
package io.hwnas.space.yaml;
