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

  /**
   * The nullable Calcite type of one of our types.
   *
   * @throws IllegalArgumentException for composite types, which the binder refuses
   */
  public RelDataType nullable(Type type) {
    return factory.createTypeWithNullability(notNull(type), true);
  }

  /**
   * The Calcite type of one of our types, without NULL, as literals have it.
   *
   * @throws IllegalArgumentException for composite types, which the binder refuses
   */
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
        case STRING, JSON -> factory.createSqlType(SqlTypeName.VARCHAR);
        case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
        case DATE -> factory.createSqlType(SqlTypeName.DATE);
        case TIME -> factory.createSqlType(SqlTypeName.TIME, 3);
        case INTERVAL ->
            factory.createSqlIntervalType(
                new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
        case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
        case OBJECT -> factory.createSqlType(SqlTypeName.ANY);
      };
    }
    throw new IllegalArgumentException("no logical type for " + type);
  }

  /** Whether values of a type can be computed with; the binder refuses all others. */
  public static boolean isSupported(Type type) {
    return type instanceof Type.Decimal
        || (type instanceof Type.Scalar
            && type != Type.BINARY
            && type != Type.OBJECT
            && type != Type.JSON);
  }

  /**
   * Our type behind a Calcite type; nullability does not count.
   *
   * @throws IllegalArgumentException for a type that {@link #nullable} never gives
   */
  public static Type type(RelDataType type) {
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
      case VARBINARY -> Type.BINARY;
      case ANY -> Type.OBJECT;
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
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
  }
}
