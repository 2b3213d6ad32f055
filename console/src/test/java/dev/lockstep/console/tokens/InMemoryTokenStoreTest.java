package dev.lockstep.console.tokens;

class InMemoryTokenStoreTest extends TokenStoreContract {
    @Override
    TokenStore store() {
        return new InMemoryTokenStore();
    }
}
