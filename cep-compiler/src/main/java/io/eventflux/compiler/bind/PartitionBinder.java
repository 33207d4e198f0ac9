package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Annotation;
import io.eventflux.query.ast.Option;
import io.eventflux.query.ast.PartitionKey;
import io.eventflux.query.ast.PatternStep;
import io.eventflux.query.ast.SelectBody;
import io.eventflux.query.ast.Source;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds the keys of partitions (language 6), which cannot be run yet. One thread. */
final class PartitionBinder {
  private final BindContext context;
  private final AppCatalog catalog;

  PartitionBinder(BindContext context, AppCatalog catalog) {
    this.context = context;
    this.catalog = catalog;
  }

  /** Reports what is wrong with keys and annotations; the queries are bound as others are. */
  void keys(Statement.Partition partition) {
    AnnotationChecks annotations = new AnnotationChecks(context);
    for (Annotation annotation : partition.annotations()) {
      if (annotation.is("purge")) {
        purge(annotation);
      } else {
        annotations.onlyKnown(List.of(annotation), List.of("info", "name"));
      }
    }
    Map<String, Span> seen = new HashMap<>();
    Set<String> read = new HashSet<>();
    partition.queries().forEach(query -> collect(query.rows().body(), read));
    for (PartitionKey key : partition.keys()) {
      String stream = key.stream().text();
      Span first = seen.putIfAbsent(stream, key.stream().span());
      if (first != null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.DUPLICATE_PARTITION_KEY,
                    key.stream().span(),
                    "stream '" + stream + "' has a second key in this partition")
                .with(first, "the first one"));
      }
      boolean isStream = bind(key);
      if (isStream && !read.contains(stream) && first == null) {
        context.report(
            DiagnosticCode.UNUSED_PARTITION_KEY,
            key.stream().span(),
            "no query of this partition reads '" + stream + "'");
      }
    }
  }

  /** Binds a key; whether its stream exists and gives events. */
  private boolean bind(PartitionKey key) {
    Relation relation = catalog.find(key.stream().text(), key.stream().span());
    if (relation != null && !relation.givesEvents()) {
      context.report(
          DiagnosticCode.TABLE_AS_STREAM,
          key.stream().span(),
          relation.kind()
              + " '"
              + relation.name()
              + "' gives no events that could be given to a key");
    }
    StreamName name =
        new StreamName(StreamName.Kind.PLAIN, key.stream().text(), key.stream().span());
    RowScope scope = new RowScope(context, List.of(SourceBinder.part(name, null, relation)));
    ExpressionBinder binder = new ExpressionBinder(context, scope, null, "a partition key");
    if (key instanceof PartitionKey.ByValue value) {
      binder.typed(value.value());
    } else if (key instanceof PartitionKey.ByRange ranges) {
      for (PartitionKey.Range range : ranges.ranges()) {
        binder.condition(range.condition(), "a range");
      }
    }
    return relation != null && relation.givesEvents();
  }

  private void purge(Annotation annotation) {
    for (String required : List.of("enable", "idle.period")) {
      Option option = ConnectorBinder.find(annotation.options(), required);
      if (option == null) {
        context.report(
            Diagnostic.of(
                    DiagnosticCode.BAD_ANNOTATION,
                    annotation.span(),
                    "@purge of a partition needs '" + required + "'")
                .suggest("write @purge(enable='true', idle.period='1 hour')"));
        return;
      }
    }
  }

  // ---- which streams are read

  private static void collect(SelectBody body, Set<String> read) {
    if (body instanceof SelectBody.Block block) {
      collect(block.source(), read);
    } else if (body instanceof SelectBody.Nested nested) {
      collect(nested.query().body(), read);
    } else if (body instanceof SelectBody.SetOperation operation) {
      collect(operation.first(), read);
      operation.rest().forEach(term -> collect(term.operand(), read));
    }
  }

  private static void collect(Source source, Set<String> read) {
    if (source instanceof Source.Stream stream) {
      read.add(stream.stream().name());
    } else if (source instanceof Source.WindowTable table) {
      read.add(table.input().text());
    } else if (source instanceof Source.SubQuery query) {
      query.query().with().forEach(table -> collect(table.query().body(), read));
      collect(query.query().body(), read);
    } else if (source instanceof Source.MatchRecognize match) {
      collect(match.input(), read);
    } else if (source instanceof Source.AggregationRead aggregation) {
      collect(aggregation.source(), read);
    } else if (source instanceof Source.Join join) {
      collect(join.first().source(), read);
      join.steps().forEach(step -> collect(step.side().source(), read));
    } else if (source instanceof Source.Pattern pattern) {
      collect(pattern.root(), read);
    }
  }

  private static void collect(PatternStep step, Set<String> read) {
    if (step instanceof PatternStep.Element element) {
      read.add(element.stream().name());
    } else if (step instanceof PatternStep.Absent absent) {
      read.add(absent.element().stream().name());
    } else if (step instanceof PatternStep.Every every) {
      collect(every.step(), read);
    } else if (step instanceof PatternStep.Chain chain) {
      chain.steps().forEach(each -> collect(each, read));
    } else if (step instanceof PatternStep.Logical logical) {
      logical.operands().forEach(each -> collect(each, read));
    }
  }
}
