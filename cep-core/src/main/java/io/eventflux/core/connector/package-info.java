/** The SPI of sources, sinks and formats. Imports columns, plan and time; knows no pipeline. */
@NullMarked
package io.eventflux.core.connector;

import org.jspecify.annotations.NullMarked;
