using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Tests.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Usage;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>Whoever launches by $Default and whoever launches by $Latest keeps what he had, also where a renewal died half-way.</summary>
public sealed class LaunchTemplateRenewalTests
{
    private readonly AuthorizedKeyText _old = ScriptMachine.NewKey();
    private readonly AuthorizedKeyText _new = ScriptMachine.NewKey();

    [Theory]
    [InlineData("old", "old", true)]
    [InlineData("old", "other", true)]
    [InlineData("other", "old", false)]
    public async Task Run_DiedAnywhere_GivesEachWhatItHadWithTheNewKey(string usual, string latest, bool isDefaultRenewed)
    {
        for (var steps = 0; steps <= 3; steps++)
        {
            var template = new OneTemplate(1, usual, latest);
            template.StopsAfter = steps;
            if (steps < 3) await RunAsync(template);
            template.StopsAfter = int.MaxValue;
            await RunAsync(template);
            Assert.Equal((isDefaultRenewed ? "new" : "other", 1L), template.Default);
            Assert.Equal((latest == "old" ? "new" : "other", 2L), template.Latest);
        }
    }

    [Fact]
    public async Task Run_DiedBeforeTheNewDefault_MakesNoSecondVersion()
    {
        var template = new OneTemplate(1, "old") { StopsAfter = 1 };
        Assert.False(Assert.Single(await RunAsync(template)).IsRenewed);
        template.StopsAfter = int.MaxValue;
        Assert.Equal(2, Assert.Single(await RunAsync(template)).NewVersion);
        Assert.Equal(("new", 1L), template.Default);
        Assert.Equal(2, template.Count);
    }

    private Task<IReadOnlyList<OldKeySource>> RunAsync(OneTemplate template)
    {
        var account = new FakeAccount();
        account.KeyPairs.Add(new Ec2KeyPairInfo { KeyName = "old", PublicKey = _old.Line });
        account.KeyPairs.Add(new Ec2KeyPairInfo { KeyName = "new", PublicKey = _new.Line });
        return new LaunchTemplateRenewal(template, account, (_, _) => Task.FromResult(true)).RunAsync([], [_old], _new, renews: true, CancellationToken.None);
    }

    /// <summary>A template that knows of each version which first one it is a copy of; it fails after some changes.</summary>
    private sealed class OneTemplate : ILaunchTemplateApi
    {
        private readonly List<(LaunchTemplateVersion Version, long Origin)> _versions = [];
        private readonly Dictionary<string, LaunchTemplateVersion> _byToken = [];
        private long _default;
        private int _changes;

        internal OneTemplate(long usual, params string[] keyNames)
        {
            _default = usual;
            foreach (var name in keyNames) Add(name, null, _versions.Count + 1);
        }

        internal int StopsAfter { get; set; }

        internal int Count => _versions.Count;

        internal (string? KeyName, long Origin) Default => (Of(_default).Version.KeyName, Of(_default).Origin);

        internal (string? KeyName, long Origin) Latest => (_versions[^1].Version.KeyName, _versions[^1].Origin);

        public string Region => "eu-test-1";

        public async IAsyncEnumerable<LaunchTemplateVersion> FindCurrentAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            yield return _versions[^1].Version with { IsDefault = _versions.Count == _default };
            if (_versions.Count != _default) yield return Of(_default).Version with { IsDefault = true };
        }

        public async IAsyncEnumerable<LaunchTemplateVersion> FindVersionsAsync(string launchTemplateId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            foreach (var (version, _) in _versions) yield return version;
        }

        public Task<LaunchTemplateVersion> CreateVersionAsync(
            string launchTemplateId, long sourceVersion, string keyName, string description, string clientToken, CancellationToken cancel)
        {
            ThrowIfDead();
            if (!_byToken.TryGetValue(clientToken, out var made)) _byToken[clientToken] = made = Add(keyName, description, Of(sourceVersion).Origin);
            return Task.FromResult(made);
        }

        public Task SetDefaultAsync(string launchTemplateId, long version, CancellationToken cancel)
        {
            ThrowIfDead();
            _default = version;
            return Task.CompletedTask;
        }

        private (LaunchTemplateVersion Version, long Origin) Of(long number) => _versions[(int)number - 1];

        private void ThrowIfDead()
        {
            if (_changes++ >= StopsAfter) throw new Ec2KeyPairException(ErrorCondition.AwsRequestFailed, "dead");
        }

        private LaunchTemplateVersion Add(string keyName, string? description, long origin)
        {
            var version = new LaunchTemplateVersion
            {
                LaunchTemplateId = "lt-1", LaunchTemplateName = "one", Number = _versions.Count + 1, KeyName = keyName, Description = description,
            };
            _versions.Add((version, origin));
            return version;
        }
    }
}
