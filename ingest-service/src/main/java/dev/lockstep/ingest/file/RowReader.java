package dev.lockstep.ingest.file;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.file.CsvRows.CsvRow;
import dev.lockstep.ingest.row.Statement;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.SourceSettings.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one file into statements, each by itself. */
final class RowReader {
    private final Source source;
    private final Plan plan;
    private final Set<String> nullText;

    RowReader(Source source, Plan plan) {
        this.source = source;
        this.plan = plan;
        this.nullText = source.settings().nullText().stream().map(text -> Plan.text(text).toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    Row read(CsvRow row) {
        List<String> cells = row.cells();
        if (row.malformed()) {
            return new Row.Bad(row.row(), keyIfReadable(cells), null, "malformed-quote", "A quote is not closed or stands where none may (double it inside a quoted cell), or a cell has far too many characters.");
        }
        if (cells.stream().allMatch(cell -> Plan.text(cell).isEmpty())) {
            return new Row.Blank(row.row());
        }
        String key = null;
        Cell at = plan.key();
        try {
            boolean surplus = cells.size() > plan.width()
                    && cells.subList(plan.width(), cells.size()).stream().anyMatch(cell -> !Plan.text(cell).isEmpty());
            if (cells.size() < plan.width() || surplus) {
                return new Row.Bad(row.row(), keyIfReadable(cells), null, "cell-count",
                        "The row has " + cells.size() + " cells, the header " + plan.width() + "; a quote or delimiter may be missing.");
            }
            String objectId = Cell.objectId(source, required(cells, at));
            if (plan.member() != null) {
                at = plan.member();
                return new Row.Good(row.row(), new Statement.Member(objectId, Cell.objectId(source, required(cells, at))));
            }
            key = objectId;
            Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(plan.attributes().size());
            for (Cell cell : plan.attributes()) {
                at = cell;
                String text = value(cells, cell);
                attributes.put(cell.to(), text == null ? null : cell.value(source, text));
            }
            ObjectType type = source.settings().objectType() == Subject.GROUP ? ObjectType.GROUP : ObjectType.USER;
            return new Row.Good(row.row(), Statement.Attributes.of(type, objectId, attributes));
        } catch (Cell.BadCell bad) {
            return new Row.Bad(row.row(), key, at.header(), bad.code, bad.reason);
        }
    }

    private @Nullable String keyIfReadable(List<String> cells) {
        if (plan.member() != null) {
            return null;
        }
        try {
            return plan.key().index() < cells.size() ? Cell.objectId(source, required(cells, plan.key())) : null;
        } catch (Cell.BadCell bad) {
            return null;
        }
    }

    private String required(List<String> cells, Cell cell) {
        String text = value(cells, cell);
        if (text == null) {
            throw new Cell.BadCell("missing", "The row does not say whom it is about.");
        }
        return text;
    }

    private @Nullable String value(List<String> cells, Cell cell) {
        String text = Plan.text(cells.get(cell.index()));
        return text.isEmpty() || !nullText.isEmpty() && nullText.contains(text.toLowerCase(Locale.ROOT)) ? null : text;
    }
}
