package dev.lockstep.kit.net;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param allowedTargets host names, addresses and CIDR networks that may be called although they are private, use plain http or
 *        another port; for operators only
 */
@ConfigurationProperties("lockstep")
public record TargetSettings(@DefaultValue({}) List<String> allowedTargets) {
}
