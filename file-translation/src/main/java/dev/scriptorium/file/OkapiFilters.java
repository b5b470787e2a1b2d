package dev.scriptorium.file;

import net.sf.okapi.common.filters.IFilter;
import net.sf.okapi.filters.html.HtmlFilter;
import net.sf.okapi.filters.json.JSONFilter;
import net.sf.okapi.filters.markdown.MarkdownFilter;
import net.sf.okapi.filters.openoffice.OpenOfficeFilter;
import net.sf.okapi.filters.openxml.ConditionalParameters;
import net.sf.okapi.filters.openxml.OpenXMLFilter;
import net.sf.okapi.filters.po.POFilter;
import net.sf.okapi.filters.properties.PropertiesFilter;
import net.sf.okapi.filters.xliff.XLIFFFilter;
import net.sf.okapi.filters.xliff2.XLIFF2Filter;
import net.sf.okapi.filters.yaml.YamlFilter;

/** Okapi's filters with the options that keep what a translation must not change. */
final class OkapiFilters {

    private OkapiFilters() {}

    static IFilter of(FileFormat format, boolean secondXliff) {
        return switch (format) {
            case DOCX, PPTX, XLSX -> openXml();
            case ODT, ODS, ODP -> new OpenOfficeFilter();
            case HTML -> new HtmlFilter();
            case MARKDOWN -> markdown();
            case XLIFF -> secondXliff ? new XLIFF2Filter() : new XLIFFFilter();
            case PO -> po();
            case PROPERTIES -> properties();
            case JSON -> json();
            case YAML -> new YamlFilter();
            case TEXT, CSV, SRT, VTT -> throw new IllegalArgumentException(format + " is read without Okapi");
        };
    }

    private static IFilter openXml() {
        OpenXMLFilter filter = new OpenXMLFilter();
        ConditionalParameters options = filter.getParameters();
        // Among them are the names of the author and of the program.
        options.setTranslateDocProperties(false);
        options.setTranslatePowerpointDocProperties(false);
        options.setTranslatePowerpointMasters(false);
        // Formulas refer to sheets by their names.
        options.setTranslateExcelSheetNames(false);
        return filter;
    }

    private static IFilter markdown() {
        MarkdownFilter filter = new MarkdownFilter();
        var options = filter.getParameters();
        options.setTranslateFencedCodeBlocks(false);
        options.setTranslateIndentedCodeBlocks(false);
        options.setTranslateInlineCodeBlocks(false);
        return filter;
    }

    private static IFilter json() {
        JSONFilter filter = new JSONFilter();
        var options = filter.getParameters();
        options.setExtractStandalone(true);
        options.setEscapeForwardSlashes(false);
        return filter;
    }

    /** Placeholders stay in the text: the translation keeps them where they belong in the sentence. */
    private static IFilter po() {
        POFilter filter = new POFilter();
        filter.getParameters().setUseCodeFinder(false);
        return filter;
    }

    private static IFilter properties() {
        PropertiesFilter filter = new PropertiesFilter();
        filter.getParameters().setUseCodeFinder(false);
        return filter;
    }
}
