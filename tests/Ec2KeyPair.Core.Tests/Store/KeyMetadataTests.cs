using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>Metadata is a file that anybody's tools may have been at: whatever it holds, the key beside it stays found.</summary>
public sealed class KeyMetadataTests : IDisposable
{
    private static readonly int Mutations = TestSize.Of("EC2KEYPAIR_METADATA_MUTATIONS", 1500);
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    public static TheoryData<string> Hostile => new()
    {
        "", "null", "[]", "42", "\"x\"", "{", "{}", "\0", "{\"name\": null}", new string('[', 5000), new string(' ', 300_000),
        string.Concat(Enumerable.Repeat("{\"a\":", 5000)), "{\"name\":\"\\ud800\"}", "\ufeff{}",
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Find_MetadataIsNoMetadata_TellsByTheKeyFile(string text) => Survives(_ => text);

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"other\"")]
    [InlineData("name", "\"../../../etc/passwd\"")]
    [InlineData("name", "[\"web\"]")]
    [InlineData("encoding", "null")]
    [InlineData("encoding", "\"3\"")]
    [InlineData("encoding", "\"Pkcs1, Ppk\"")]
    [InlineData("encoding", "2")]
    [InlineData("publicKey", "null")]
    [InlineData("publicKey", "\"\"")]
    [InlineData("publicKey", "\"ssh-ed25519 AAAA\"")]
    [InlineData("publicKey", "\"-----BEGIN OPENSSH PRIVATE KEY-----\"")]
    [InlineData("createdUtc", "\"yesterday\"")]
    [InlineData("createdUtc", "null")]
    [InlineData("fileLength", "-1")]
    [InlineData("fileLength", "1e99")]
    [InlineData("fileModifiedUtc", "\"0001-01-01T00:00:00Z\"")]
    [InlineData("fileSha256", "7")]
    [InlineData("isEncrypted", "\"no\"")]
    [InlineData("publishedTo", "null")]
    [InlineData("publishedTo", "[null]")]
    [InlineData("publishedTo", "{}")]
    [InlineData("publishedTo", "[{\"region\":null,\"keyName\":null}]")]
    [InlineData("publishedTo", "[{\"region\":\"\\u001b[2J\",\"keyName\":\"web\"}]")]
    [InlineData("publishedTo", "[{\"region\":7}]")]
    [InlineData("publishedTo", "[{}]")]
    [InlineData("publishedTo", "[[[[]]]]")]
    public void Find_OneFieldIsOdd_TellsByTheKeyFileOrWithoutIt(string field, string value) => Survives(good =>
    {
        var json = JsonNode.Parse(good)!.AsObject();
        json[field] = JsonNode.Parse(value);
        return json.ToJsonString();
    });

    [Fact]
    public void Find_ByteOrderMarkByWindowsPowerShell_IsRead()
    {
        var made = _store.Add("Web 1");
        var path = Path.ChangeExtension(made.Path, ".json");
        File.WriteAllText(path, File.ReadAllText(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("Web 1", Assert.Single(_store.List()).Name);
    }

    [Fact]
    public void Parse_SeededMutations_AreMetadataOrNone()
    {
        var made = _store.Add("web");
        _store.Open().Published(made, StoreFolder.In("xx-1"));
        var good = File.ReadAllBytes(Path.ChangeExtension(made.Path, ".json"));
        var random = new Random(20261123);
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var cut = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            if (KeyMetadataJson.Parse(cut) is not { } read) continue;
            Assert.NotNull(read.Name);
            Assert.All(read.PublishedTo, where => Assert.NotEmpty(where.Region));
        }
    }

    private void Survives(Func<string, string> change)
    {
        var made = _store.Add("web");
        _store.Open().Published(made, StoreFolder.In("xx-1"));
        var path = Path.ChangeExtension(made.Path, ".json");
        var changed = change(File.ReadAllText(path));
        File.WriteAllText(path, changed);

        Assert.Equal("web", Assert.Single(_store.List()).Name);
        var found = _store.Open().Find("web")!;
        Assert.Equal((made.PublicKey, made.Path, "OpenSsh", false), (found.PublicKey, found.Path, found.KeyEncoding, found.IsEncrypted));
        Assert.DoesNotContain(found.PublishedTo, where => where.Region.Contains('\u001b', StringComparison.Ordinal));
        Assert.Contains(_store.Open().Published(found, StoreFolder.In("xx-2")).PublishedTo, where => where.Region == "xx-2");
        Assert.Contains(_store.Open().Find("web")!.PublishedTo, where => where.Region == "xx-2");
    }
}
