package dev.sennit.http;

/**
 * One field of a head.
 *
 * @param name as it was written; its case has no meaning
 * @param value without the blanks around it, one character per byte
 */
public record HeaderField(String name, String value) {}
