package io.eventflux.compiler.logical;

import io.eventflux.query.type.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Our types as Calcite types and back. Every column and every computed value can be NULL. One
 * instance a compilation, one thread.
 */
public final class EngineTypes {
  private final RelDataTypeFactory factory = new Factory();

  /** The factory behind all types of a compilation. */
  public RelDataTypeFactory factory() {
    return factory;
  }

  /** The nullable Calcite type of one of our types. */
  public RelDataType nullable(Type type) {
    return factory.createTypeWithNullability(notNull(type), true);
  }

  /** The Calcite type of one of our types, without NULL, as literals have it. */
  public RelDataType notNull(Type type) {
    if (type instanceof Type.Decimal decimal) {
      return factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
    }
    if (type instanceof Type.Scalar scalar) {
      return switch (scalar) {
        case BOOL -> factory.createSqlType(SqlTypeName.BOOLEAN);
        case INT -> factory.createSqlType(SqlTypeName.INTEGER);
        case LONG -> factory.createSqlType(SqlTypeName.BIGINT);
        case FLOAT -> factory.createSqlType(SqlTypeName.REAL);
        case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
        case STRING -> factory.createSqlType(SqlTypeName.VARCHAR);
        case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        case DATE -> factory.createSqlType(SqlTypeName.DATE);
        case TIME -> factory.createSqlType(SqlTypeName.TIME, 3);
        case INTERVAL ->
            factory.createSqlIntervalType(
                new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
        case BINARY, OBJECT, JSON -> new Opaque(type, false);
      };
    }
    return new Opaque(type, false);
  }

  /**
   * Our type behind a Calcite type; nullability does not count.
   *
   * @throws IllegalArgumentException for a type that {@link #nullable} never gives
   */
  public static Type type(RelDataType type) {
    if (type instanceof Opaque opaque) {
      return opaque.type;
    }
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Type.BOOL;
      case INTEGER -> Type.INT;
      case BIGINT -> Type.LONG;
      case REAL -> Type.FLOAT;
      case DOUBLE -> Type.DOUBLE;
      case CHAR, VARCHAR -> Type.STRING;
      case TIMESTAMP -> Type.TIMESTAMP;
      case DATE -> Type.DATE;
      case TIME -> Type.TIME;
      case INTERVAL_DAY_SECOND -> Type.INTERVAL;
      case DECIMAL -> new Type.Decimal(type.getPrecision(), type.getScale());
      default -> throw new IllegalArgumentException("not a type of the engine: " + type);
    };
  }

  /** A row type with the given names and our types; names may repeat. */
  public RelDataType row(List<String> names, List<Type> columns) {
    List<RelDataType> types = columns.stream().map(this::nullable).toList();
    return factory.createStructType(types, names);
  }

  /** Our types of the columns of a row type. */
  public static List<Type> columns(RelDataType row) {
    return row.getFieldList().stream()
        .map(RelDataTypeField::getType)
        .map(EngineTypes::type)
        .toList();
  }

  /**
   * A type that Calcite takes for something it knows nothing about: it moves values of it, and
   * compares none. Its own types for arrays and rows have rules that are not ours.
   */
  @SuppressWarnings("serial")
  private static final class Opaque extends AbstractSqlType {
    private final Type type;

    Opaque(Type type, boolean isNullable) {
      super(SqlTypeName.OTHER, isNullable, null);
      this.type = type;
      computeDigest();
    }

    @Override
    protected void generateTypeString(StringBuilder text, boolean withDetail) {
      text.append(type.sqlName());
    }
  }

  /** Decimals up to 38 digits and Unicode text, unlike the defaults of Calcite. */
  private static final class Factory extends SqlTypeFactoryImpl {
    Factory() {
      super(
          new RelDataTypeSystemImpl() {
            @Override
            public int getMaxPrecision(SqlTypeName name) {
              return name == SqlTypeName.DECIMAL
                  ? Type.Decimal.PRECISION_MAX
                  : super.getMaxPrecision(name);
            }

            @Override
            public int getMaxScale(SqlTypeName name) {
              return name == SqlTypeName.DECIMAL
                  ? Type.Decimal.PRECISION_MAX
                  : super.getMaxScale(name);
            }
          });
    }

    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
      return type instanceof Opaque opaque
          ? canonize(new Opaque(opaque.type, nullable))
          : super.createTypeWithNullability(type, nullable);
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
  }
}
