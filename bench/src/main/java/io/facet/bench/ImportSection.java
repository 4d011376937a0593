// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the time of an import grows with the model, and that a large one fits into a small heap. */
final class ImportSection implements Section {

    private static final int LARGE = 100_000;
    private static final int MEBI = 1 << 20;
    private static final int HEAP_ABOVE_BASELINE_MIB = 256;
    private static final int HIGHEST_MIB = 2048;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        Description tenth = new Description("import-tenth", rig.options().scaled(LARGE) / 10);
        Description large = new Description("import-large", rig.options().scaled(LARGE));
        List<Figure> figures = new ArrayList<>();
        long baseline;
        try (Controller controller = rig.unpack(name())) {
            // The first import of all loads classes and compiles.
            rig.start(controller, new Description("import-first", 1000));
            try (Jvm jvm = new Jvm(controller.pid())) {
                baseline = jvm.liveHeapBytes() / MEBI;
            }
            double small = time(controller, rig.file(tenth));
            double whole = time(controller, rig.file(large));
            figures.add(Figure.info(name(), "import of " + tenth.machines() + " machines", small, "s"));
            figures.add(Figure.info(name(), "import of " + large.machines() + " machines", whole, "s"));
            figures.add(Figure.atMost(name(), "time per machine, large ÷ a tenth of it", whole / small / 10, "", 1.2));
        }
        figures.add(Figure.info(name(), "live heap before", baseline, "MiB"));
        figures.add(Figure.atMost(
                name(),
                "heap above that with which " + large.machines() + " machines can be imported",
                enough(rig, baseline, large),
                "MiB",
                HEAP_ABOVE_BASELINE_MIB));
        return figures;
    }

    /** Doubles the heap until the import succeeds. A controller without memory ends, and its import with it. */
    private long enough(Rig rig, long baseline, Description model) throws Exception {
        for (long above = HEAP_ABOVE_BASELINE_MIB; above <= HIGHEST_MIB; above *= 2) {
            try (Controller controller = rig.unpack(name() + "-heap-" + above)) {
                controller.maxHeap(baseline + above + "m");
                rig.start(controller);
                time(controller, rig.file(model));
                return above;
            } catch (IOException e) {
                System.err.println(
                        "No import of " + model.machines() + " machines with " + above + " MiB above the baseline");
            }
        }
        throw new IllegalStateException("no import with " + HIGHEST_MIB + " MiB above the baseline");
    }

    private static double time(Controller controller, Path description) throws Exception {
        long begin = System.nanoTime();
        String output = controller.facet("model-import", description.toString());
        double took = (System.nanoTime() - begin) / 1e9;
        if (took > 10 && !output.contains("Writing: ")) {
            throw new IllegalStateException("the import showed no progress: " + output);
        }
        return took;
    }
}
