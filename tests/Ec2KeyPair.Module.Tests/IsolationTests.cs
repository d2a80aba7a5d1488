namespace Ec2KeyPair.Module.Tests;

public sealed class IsolationTests
{
    [Fact]
    public void ImportModule_FreshProcess_LoadsNoAwsAndNoCryptoAssembly()
    {
        var loaded = FreshProcess.Run(nameof(IsolationScenario.ImportAlone));
        Assert.Contains("Ec2KeyPair", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("AWSSDK", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, name => name.StartsWith("BouncyCastle", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, name => name.StartsWith("Renci", StringComparison.Ordinal));
    }

    [Fact]
    public void ImportModule_OlderAssembliesInTheSession_NeitherDisturbsTheOther()
    {
        using var folder = new TemporaryFolder();
        var lines = FreshProcess.Run(nameof(IsolationScenario.BesideOlderAsync), folder.Path);
        Assert.Contains("made isolated-rsa", lines);
        Assert.Contains("made isolated-ed", lines);
        Assert.Contains(lines, line => line.StartsWith("password of i-", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line == "theirs 4.0.3.3 2024.2.0.1 42"));

        Assert.Contains("AWSSDK.Core 4.0.3.3 Default", lines);
        Assert.Contains(lines, line => Loaded(line, "AWSSDK.Core", "Ec2KeyPair") && !line.Contains(" 4.0.3.3 "));
        Assert.Contains("BouncyCastle.Cryptography  Default", lines); // The stand-in has no file version.
        Assert.Contains(lines, line => Loaded(line, "BouncyCastle.Cryptography", "Ec2KeyPair") && line.Contains(" 2.7."));
        Assert.Contains(lines, line => Loaded(line, "Ec2KeyPair.Core", "Ec2KeyPair"));
        Assert.Contains(lines, line => Loaded(line, "Ec2KeyPair.Loader", "Default"));
        Assert.DoesNotContain(lines, line => Loaded(line, "AWSSDK.EC2", "Default"));
    }

    private static bool Loaded(string line, string name, string context) => line.Split(' ') is [var first, _, var last] && first == name && last == context;
}
