package io.hwnas.space;

/**
 * A published network that hwnas knows by name.
 *
 * @param name its name
 * @param source the paper and table it is built from
 * @param params trained parameters of the published form, as the paper's authors' or torchvision's
 *     code has them
 * @param madds multiply-adds of the published form
 */
public record ReferenceNetwork(String name, String source, long params, long madds) {}
