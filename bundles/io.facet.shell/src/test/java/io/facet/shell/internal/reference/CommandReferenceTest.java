// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Keeps {@code docs/commands.md} true. */
public class CommandReferenceTest {

    private static final Path DOCUMENT = Path.of("../../docs/commands.md");

    @Test
    public void pageOfTheManualSaysWhatTheCommandsSayOfThemselves() throws Exception {
        List<String> wanted = new CommandReference(CommandClass.all()).lines();
        if (Boolean.getBoolean("facet.docs.write")) {
            Files.write(DOCUMENT, wanted);
        }
        List<String> found = Files.exists(DOCUMENT) ? Files.readAllLines(DOCUMENT) : List.of();
        if (!found.equals(wanted)) {
            int line = IntStream.range(0, Math.min(found.size(), wanted.size()))
                    .filter(i -> !found.get(i).equals(wanted.get(i)))
                    .findFirst()
                    .orElse(Math.min(found.size(), wanted.size()));
            fail(
                    "docs/commands.md differs from what the commands say of themselves, from line %d on; this writes it:%n%s",
                    line + 1, CommandReference.WRITE);
        }
        assertThat(found).hasSizeGreaterThan(100);
    }
}
