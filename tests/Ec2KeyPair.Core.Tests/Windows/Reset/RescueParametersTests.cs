using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class RescueParametersTests : IParameterApi
{
    private const string Id = "i-0123456789abcdef0";
    private const string Plural = "/EC2Rescue/Passwords/" + Id;
    private const string Singular = "/EC2Rescue/Password/" + Id;
    private readonly FakeClock _clock = new();
    private readonly Dictionary<string, (string Value, DateTime Modified)> _there = [];
    private readonly HashSet<string> _denied = [];
    private int _asked;

    public string Region => "eu-test-1";

    [Theory]
    [InlineData(Plural)]
    [InlineData(Singular)]
    public async Task FindAsync_EitherName_IsFound(string name)
    {
        _there[name] = ("new", _clock.UtcNow);
        Assert.Equal((name, "new"), await FindAsync());
    }

    [Fact]
    public async Task FindAsync_Both_TheNewerWins()
    {
        _there[Plural] = ("first", _clock.UtcNow.AddSeconds(1));
        _there[Singular] = ("second", _clock.UtcNow.AddSeconds(2));
        Assert.Equal((Singular, "second"), await FindAsync());
        _there[Plural] = ("third", _clock.UtcNow.AddSeconds(3));
        Assert.Equal((Plural, "third"), await FindAsync());
    }

    [Fact]
    public async Task FindAsync_OldValue_IsNeverTakenForTheNewOne()
    {
        _there[Plural] = ("old", _clock.UtcNow.AddMilliseconds(-1));
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(FindAsync);
        Assert.Equal(ErrorCondition.ParameterNotFound, error.Condition);
        Assert.Contains(Singular, error.Message);
        _there[Singular] = ("new", _clock.UtcNow);
        Assert.Equal((Singular, "new"), await FindAsync());
    }

    [Fact]
    public async Task FindAsync_LateValue_IsWaitedFor()
    {
        _there[Plural] = ("old", _clock.UtcNow.AddDays(-1));
        var since = _clock.UtcNow;
        AfterAsking(5, () => _there[Plural] = ("new", since.AddSeconds(1)));
        Assert.Equal((Plural, "new"), await FindAsync());
    }

    [Fact]
    public async Task FindAsync_OneNameIsClosed_TheOtherCounts()
    {
        _denied.Add(Plural);
        _there[Singular] = ("new", _clock.UtcNow);
        Assert.Equal((Singular, "new"), await FindAsync());
        _there.Clear();
        Assert.Equal(ErrorCondition.AwsAccessDenied, (await Assert.ThrowsAsync<Ec2KeyPairException>(FindAsync)).Condition);
    }

    Task<ParameterSecret?> IParameterApi.FindAsync(string name, CancellationToken cancel)
    {
        if (++_asked == _at) _change();
        if (_denied.Contains(name)) throw new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "no", name);
        return Task.FromResult(_there.TryGetValue(name, out var found) ? new ParameterSecret(Encoding.UTF8.GetBytes(found.Value), true, found.Modified) : null);
    }

    Task<bool> IParameterApi.PutSecureAsync(string name, byte[] value, string? kmsKeyId, bool overwrite, CancellationToken cancel) => throw new NotSupportedException();

    Task IParameterApi.DeleteAsync(string name, CancellationToken cancel) => throw new NotSupportedException();

    private int _at;
    private Action _change = () => { };

    private void AfterAsking(int times, Action change) => (_at, _change) = (times, change);

    private async Task<(string Name, string Value)> FindAsync()
    {
        var (name, secret) = await new RescueParameters(this, _clock).FindAsync(Id, _clock.UtcNow, default);
        using (secret) return (name, Encoding.UTF8.GetString(secret.Utf8));
    }
}
