// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parsed tag: what names an entity on the wire ({@code wire.md} 3.3, {@code provisioner.md} section 2).
 *
 * @param kind what it names
 * @param id the id behind the kind, with the slashes back in place where the kind has them
 */
public record Tag(Kind kind, String id) {

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String APPLICATION_NAME = "[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*";
    private static final String UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String USER_NAME = "[a-zA-Z0-9][a-zA-Z0-9.+-]*[a-zA-Z0-9]";
    private static final String SPACE_NAME = "[a-z0-9]+(-[a-z0-9]+)*";

    /** The kinds of tag that Facet meets. */
    public enum Kind {
        MACHINE(Tag.NUMBER + "(-[a-z]+-" + Tag.NUMBER + ")*"),
        UNIT(Tag.APPLICATION_NAME + "-" + Tag.NUMBER),
        APPLICATION(Tag.APPLICATION_NAME),
        MODEL(Tag.UUID_TEXT),
        CONTROLLER(Tag.UUID_TEXT + "|" + Tag.NUMBER),
        USER("(" + Tag.USER_NAME + "|[a-zA-Z0-9])(@[a-zA-Z0-9.-]+)?"),
        VOLUME(Tag.NUMBER + "(-" + Tag.NUMBER + ")*|" + Tag.NUMBER + "(-[a-z]+-" + Tag.NUMBER + ")*-" + Tag.NUMBER),
        FILESYSTEM(Tag.NUMBER + "(-" + Tag.NUMBER + ")*|" + Tag.NUMBER + "(-[a-z]+-" + Tag.NUMBER + ")*-" + Tag.NUMBER),
        STORAGE("[a-z][a-z0-9]*(-[a-z0-9]+)*-" + Tag.NUMBER),
        SPACE(Tag.SPACE_NAME),
        SUBNET("[^ ]+"),
        CLOUD("[a-zA-Z0-9][a-zA-Z0-9.-]*"),
        RELATION("[^ ]+");

        private final Pattern shape;

        Kind(String shape) {
            this.shape = Pattern.compile(shape);
        }

        /** The word in front of the tag, such as {@code machine}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String wire) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wire().equals(wire))
                    .findFirst();
        }
    }

    /**
     * Parses a tag. A machine tag may carry slashes inside its id.
     *
     * @throws FacetException without code: {@code "<raw>" is not a valid tag} if there is no known kind before the
     *     first dash, {@code "<raw>" is not a valid <kind> tag} if the rest has the wrong shape
     */
    public static Tag parse(String raw) {
        int dash = raw.indexOf('-');
        Kind kind = Kind.of(dash < 0 ? "" : raw.substring(0, dash))
                .orElseThrow(() -> FacetException.uncoded("\"" + raw + "\" is not a valid tag"));
        String id = raw.substring(dash + 1);
        String shape = kind == Kind.MACHINE ? id.replace('/', '-') : id;
        if (!kind.shape.matcher(shape).matches()) {
            throw FacetException.uncoded("\"" + raw + "\" is not a valid " + kind.wire() + " tag");
        }
        return new Tag(kind, decode(kind, shape));
    }

    /**
     * Parses a tag that must be a machine's.
     *
     * @throws FacetException without code, as {@link #parse}; for a valid tag of another kind
     *     {@code "<raw>" is not a valid machine tag}
     */
    public static MachineId parseMachine(String raw) {
        return parseAs(Kind.MACHINE, raw).machineId();
    }

    /**
     * Parses a tag that must be of one kind.
     *
     * @throws FacetException without code, as {@link #parse}; for a valid tag of another kind
     *     {@code "<raw>" is not a valid <kind> tag}
     */
    public static Tag parseAs(Kind kind, String raw) {
        Tag tag = parse(raw);
        if (tag.kind != kind) {
            throw FacetException.uncoded("\"" + raw + "\" is not a valid " + kind.wire() + " tag");
        }
        return tag;
    }

    /** The machine id of a machine tag. */
    public MachineId machineId() {
        if (kind != Kind.MACHINE) {
            throw new IllegalStateException(this + " is not a machine tag");
        }
        return new MachineId(id);
    }

    private static String decode(Kind kind, String encoded) {
        return switch (kind) {
            case MACHINE, VOLUME, FILESYSTEM -> encoded.replace('-', '/');
            case UNIT, STORAGE -> {
                int dash = encoded.lastIndexOf('-');
                yield encoded.substring(0, dash) + "/" + encoded.substring(dash + 1);
            }
            default -> encoded;
        };
    }

    /** The tag as it travels, such as {@code machine-0-lxd-1}. */
    @Override
    public String toString() {
        String encoded =
                switch (kind) {
                    case MACHINE, VOLUME, FILESYSTEM, UNIT, STORAGE -> id.replace('/', '-');
                    default -> id;
                };
        return kind.wire() + "-" + encoded;
    }
}
