package dev.lockstep.targets.company;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names from many places, as they are written (an underscore stands for a space), and as mail addresses can carry them. */
final class Names {

    /** @param ascii lower-case letters, digits, hyphen and apostrophe only */
    record Name(String text, String ascii) {}

    // First: the names below need it.
    private static final Map<String, String> NOT_DECOMPOSED = Map.ofEntries(
            Map.entry("ß", "ss"), Map.entry("ø", "o"), Map.entry("ł", "l"), Map.entry("đ", "d"), Map.entry("ð", "d"),
            Map.entry("þ", "th"), Map.entry("æ", "ae"), Map.entry("œ", "oe"), Map.entry("ı", "i"), Map.entry("’", "'"));

    static final List<Name> GIVEN = names("""
            Ada Grace Zoë Søren Łukasz Chloé José Siân Björn Nuria Françoise Jürgen Aoife Niamh Seán Eoin Ciarán Maeve Åsa Øyvind
            Ingrid Håkon Solveig Torbjørn Kåre Ragnhild Sigrún Þóra Guðrún Jón Małgorzata Agnieszka Paweł Zofia Jiří Zdeněk Kateřina
            Božena Đorđe Željko Šime Ivana Ferenc Zsófia Gyöngyi Ștefan Ioana Mădălina Γιώργος|giorgos Ελένη|eleni Юлия|yuliya
            Олександр|oleksandr Ayşe Gökhan İpek Çağla Mehmet Fatima Omar Leila Yusuf Amina Chinedu Ngozi Adaeze Kwame Thandiwe
            Sipho Nnamdi Wanjiku Tendai João Inês Gonçalo Beatriz Tomás Íñigo Begoña María-José Iñaki Lucía Andrés Nicolò Giulia
            Matteo Chiara Hélène Benoît Anaïs Jean-Luc Maëlle Renée Wei Xiùyīng Mei 陽子|yoko 健太|kenta Haruka Minh Thảo Hương Đức
            Priya Arjun Lakshmi Ravi Ananya Sanjay Aarav Noa Yael Eitan Tamar Emma Noah Olivia Liam Charlotte Oliver Harriet George
            Imogen Rhys Angharad Hamish Eilidh Mairi Lena Felix Anneliese Käthe Jörg Günther Hannelore Till Merle Fiete Levke""");

    static final List<Name> SURNAMES = names("""
            Lovelace Hopper O'Neill O'Brien O'Connor D'Angelo D'Souza N'Diaye M'Bala L'Écuyer Müller Schröder Weiß Größe Jäger Köhler
            Lüdemann Petersen Hansen Sørensen Kjær Møller Ødegård Bjørnstad Åkesson Lindström Sjöberg Hägglund Virtanen Mäkelä Nyström
            Kowalski Wójcik Szymański Żak Łukasiewicz Dvořák Novák Šimek Černý Horváth Szűcs Kovács Ionescu Țepeș Popović Đurić
            Παπαδόπουλος|papadopoulos Шевченко|shevchenko Иванова|ivanova Yılmaz Öztürk Şahin Çelik Haddad Al-Sayed Benali Okafor
            Adeyemi Mensah Dlamini Mbeki Ndlovu Otieno Silva Conceição Gonçalves Araújo Simões Núñez Ibáñez García-López Muñoz
            Etxeberria Rossi Niccolò Lefèvre Beauséjour Dupont Garçon Château Zhāng Wáng Lǐ 田中|tanaka 佐藤|sato Nguyễn Trần Phạm
            Sharma Patel Iyer Krishnamurthy Chatterjee Cohen Levi Smith Jones Taylor Brown Wilson Campbell MacLeod MacGillivray Evans
            Llewellyn ap_Rhys Fitzgerald Byrne Gallagher Murphy Smith-Jones van_der_Berg de_Vries Jansen Bakker Peeters Fischer
            Wagner Becker Hoffmann Schäfer Krüger Kaiser Öchsle Übel Ährlich Ångström Ó_Súilleabháin Ní_Bhriain Walker Young""");

    private Names() {}

    static String ascii(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (var each : NOT_DECOMPOSED.entrySet()) {
            lower = lower.replace(each.getKey(), each.getValue());
        }
        return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("[^a-z0-9'-]", "");
    }

    private static List<Name> names(String words) {
        return List.of(words.split("\\s+")).stream().map(Names::name).toList();
    }

    private static Name name(String word) {
        int bar = word.indexOf('|');
        if (bar >= 0) {
            return new Name(word.substring(0, bar), word.substring(bar + 1));
        }
        return new Name(word.replace('_', ' '), ascii(word));
    }
}
