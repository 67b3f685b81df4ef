// The usual pattern of a multi-tenant Nest service: Express, a REQUEST-scoped connection from useDb, a compiled
// model per tenant, jsonwebtoken.verify on each request, bcryptjs on the event loop. Decorators are applied by hand,
// because this file is not compiled.
import 'reflect-metadata';
import { Body, Controller, Get, Inject, Module, Param, Post, Query, Scope, UseGuards } from '@nestjs/common';
import { NestFactory, REQUEST } from '@nestjs/core';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import bcrypt from 'bcryptjs';
import jwt from 'jsonwebtoken';
import { Schema } from 'mongoose';

const { MONGODB_URL, SECRET_KEY, MONGODB_POOL_SIZE = '50' } = process.env;
const ANY = { strict: false, versionKey: false };
const DocumentSchema = new Schema({}, { ...ANY, collection: 'data' });
const OrganizationSchema = new Schema({}, { ...ANY, collection: 'organizations' });
const UserSchema = new Schema({}, { ...ANY, collection: 'admin_users' });

class JwtGuard {
  canActivate(context) {
    const request = context.switchToHttp().getRequest();
    request.user = jwt.verify(request.headers.authorization.slice('Bearer '.length), SECRET_KEY);
    return true;
  }
}

const TENANT = 'TENANT_MODEL';
const tenantModel = {
  provide: TENANT,
  scope: Scope.REQUEST,
  inject: [REQUEST, getConnectionToken()],
  useFactory: async (request, connection) => {
    const claims = jwt.decode(request.headers.authorization.slice('Bearer '.length));
    const row = await connection
      .model('Organization', OrganizationSchema)
      .findById(claims.organization_id)
      .lean();
    return connection.useDb(row.collection_name, { useCache: true }).model('Document', DocumentSchema);
  },
};

class DataController {
  constructor(model) {
    this.model = model;
  }

  get(id) {
    return this.model.findById(id).lean();
  }

  async insert(body) {
    return (await this.model.create({ ...body, _rev: '3f2a9c0d1e4b' })).toObject();
  }
}

class OrgController {
  constructor(connection) {
    this.organizations = connection.model('Organization', OrganizationSchema);
    this.users = connection.model('User', UserSchema);
  }

  async get(name) {
    const row = await this.organizations.findOne({ organization_name: name }).lean();
    const data = {
      organization_name: row.organization_name,
      collection_name: row.collection_name,
      admin_id: row.admin_id,
      created_at: row.created_at.toISOString().slice(0, 19),
    };
    return { message: 'Organization retrieved successfully', data };
  }

  async login({ email, password }) {
    const user = await this.users.findOne({ email }).lean();
    if (!(await bcrypt.compare(password, user.hashed_password))) throw new Error('wrong password');
    return { access_token: jwt.sign({ sub: String(user._id) }, SECRET_KEY), token_type: 'bearer' };
  }
}

class AppModule {}

decorate(DataController, [Controller('v1/data/data'), UseGuards(JwtGuard)], [[Inject(TENANT), 0]], {
  get: [Get(':id'), [Param('id'), 0]],
  insert: [Post(), [Body(), 0]],
});
decorate(OrgController, [Controller()], [[Inject(getConnectionToken()), 0]], {
  get: [Get('org/get'), [Query('organization_name'), 0]],
  login: [Post('admin/login'), [Body(), 0]],
});
Module({
  imports: [
    MongooseModule.forRoot(MONGODB_URL, {
      dbName: 'master_db',
      appName: 'usual',
      maxPoolSize: Number(MONGODB_POOL_SIZE),
      writeConcern: { w: 'majority', journal: true },
      autoIndex: false,
      autoCreate: false,
    }),
  ],
  providers: [tenantModel],
  controllers: [DataController, OrgController],
})(AppModule);

function decorate(target, ofClass, ofConstructor, ofMethods) {
  for (const decorator of ofClass) decorator(target);
  for (const [decorator, index] of ofConstructor) decorator(target, undefined, index);
  for (const [name, [ofMethod, [ofParameter, index]]] of Object.entries(ofMethods)) {
    ofMethod(target.prototype, name, Object.getOwnPropertyDescriptor(target.prototype, name));
    ofParameter(target.prototype, name, index);
  }
}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
console.log(await app.getUrl());
process.once('SIGTERM', () => process.exit());
