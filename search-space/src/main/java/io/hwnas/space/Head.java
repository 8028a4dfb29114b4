package io.hwnas.space;

/** What turns the last feature map into the network's answer. */
public sealed interface Head permits ClassificationHead {}
