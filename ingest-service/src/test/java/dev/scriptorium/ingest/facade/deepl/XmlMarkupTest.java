package dev.scriptorium.ingest.facade.deepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlMarkupTest {

    @Test
    void takesElementsBesideTextForInlineOnesAndOthersForBlocks() {
        String html = XmlMarkup.of("text", "<doc><t>Title</t><p>Some <b>bold</b> text<br/>.</p></doc>")
                .html();

        assertThat(html)
                .isEqualTo("<div id=\"0\"><div id=\"1\">Title</div><div id=\"4\">Some <span id=\"6\">bold</span> text"
                        + "<img id=\"10\">.</div></div>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No tags.",
                "<a x='1 > 0' y=\"it's\">One</a> &amp; two",
                "<?xml version=\"1.0\"?>\n<a><!-- <b> --><![CDATA[<i>]]>Text<c/></a>",
                "<a><p>One</p>\n  <p>Two</p></a>"
            })
    void givesTheTagsBackAsTheyWereWritten(String xml) {
        XmlMarkup markup = XmlMarkup.of("text", xml);

        assertThat(markup.xml(markup.html())).isEqualTo(xml);
    }

    @Test
    void followsTagsThatMoved() {
        XmlMarkup markup = XmlMarkup.of("text", "The <b>red</b> <i>car</i>.");

        String moved = markup.xml("Das <span id=\"5\">Auto</span>,&nbsp;<span id=\"1\">rot</span>.");

        assertThat(moved).isEqualTo("Das <i>Auto</i>,&#160;<b>rot</b>.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "</a>",
                "<a></b>",
                "a < b",
                "a & b",
                "&nbsp;",
                "<a b=1/>",
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                "</text><text>"
            })
    void refusesWhatIsNoXml(String text) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> XmlMarkup.of("text", text))
                .withMessageContaining("well-formed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"</span>", "<span>a</span>", "<span id=\"99\">a</span>", "<span id=\"1\">"})
    void refusesATranslationWithoutItsTags(String translated) {
        XmlMarkup markup = XmlMarkup.of("text", "The <b>red</b> car.");

        assertThatExceptionOfType(FailureException.class).isThrownBy(() -> markup.xml(translated));
    }
}
